-- What reports call a device and what it may be the same as, and which scanners say what.

ALTER TABLE machines ADD COLUMN identity TEXT;
ALTER TABLE machines ADD COLUMN similar_devices INTEGER;
ALTER TABLE machines ADD COLUMN sources TEXT;
ALTER TABLE recommendation_machines ADD COLUMN identity TEXT;
ALTER TABLE recommendation_machines ADD COLUMN similar_devices INTEGER;
ALTER TABLE recommendation_machines ADD COLUMN sources TEXT;
ALTER TABLE task_machines ADD COLUMN identity TEXT;
ALTER TABLE task_machines ADD COLUMN similar_devices INTEGER;
ALTER TABLE task_machines ADD COLUMN sources TEXT;
ALTER TABLE security_task_machines ADD COLUMN identity TEXT;
ALTER TABLE security_task_machines ADD COLUMN similar_devices INTEGER;
ALTER TABLE security_task_machines ADD COLUMN sources TEXT;
ALTER TABLE recommendation_vulnerabilities ADD COLUMN sources TEXT;
ALTER TABLE recommendations ADD COLUMN sources TEXT;
ALTER TABLE machine_recommendations ADD COLUMN sources TEXT;
