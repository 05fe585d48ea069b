-- When each rule that has a schedule and is enabled is due next. The rules themselves are resources of kind EventRule.
CREATE TABLE rule_schedule (
    rule   VARCHAR(128) PRIMARY KEY,
    due_at BIGINT NOT NULL
);
CREATE INDEX rule_schedule_by_time ON rule_schedule (due_at);

-- One row. Whoever changes rules or lets them fire updates it first, so that control planes do so one after the other.
-- It holds up to which entries of the change log rules were told that they were accepted, and that all nodes have them.
CREATE TABLE rule_cursor (
    id        SMALLINT PRIMARY KEY,
    accepted  BIGINT NOT NULL,
    completed BIGINT NOT NULL
);
INSERT INTO rule_cursor (id, accepted, completed)
    SELECT 1, log_head.sequence, completed_head.sequence FROM log_head, completed_head;

-- How many invocations led to this one, each through a destination of the one before.
ALTER TABLE invocation ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dead_letter ADD COLUMN hops INTEGER NOT NULL DEFAULT 0;
