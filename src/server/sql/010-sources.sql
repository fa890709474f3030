-- Whether there is more than one scanner is asked with each page of what they say: both ends of this.
CREATE INDEX machine_sources_source ON machine_sources (source);
