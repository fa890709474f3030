-- Who gets a ticket and who does not (R3) is decided by the exposure of the devices, then by name.

ALTER TABLE recommendation_machines ADD COLUMN exposure REAL;
ALTER TABLE task_machines ADD COLUMN exposure REAL;
