-- One row, made with the database: names the log, so that a node that followed another one does not go on by number.
CREATE TABLE log_identity (
    id  SMALLINT PRIMARY KEY,
    log VARCHAR(64) NOT NULL
);

-- The highest version that a function ever had. It outlives the function: a version that nodes have seen never comes
-- again with other code.
CREATE TABLE function_head (
    name    VARCHAR(128) PRIMARY KEY,
    version INTEGER NOT NULL
);
INSERT INTO function_head (name, version) SELECT name, MAX(version) FROM function_version GROUP BY name;

-- The log entry that published the version.
ALTER TABLE function_version ADD COLUMN sequence BIGINT NOT NULL DEFAULT 0;

-- Leases are waited for by time, not by the nodes once known (docs/decisions/040).
DROP TABLE known_node;
