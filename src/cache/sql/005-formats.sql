-- What catalogues and documents say of weaknesses.

ALTER TABLE recommendations ADD COLUMN exploit_probability REAL;
ALTER TABLE recommendations ADD COLUMN proposed_exception TEXT;
ALTER TABLE recommendation_vulnerabilities ADD COLUMN epss REAL;
ALTER TABLE recommendation_vulnerabilities ADD COLUMN known_exploited_on INTEGER;
ALTER TABLE machine_recommendations ADD COLUMN exploit_probability REAL;
ALTER TABLE machine_recommendations ADD COLUMN proposed_exception TEXT;
