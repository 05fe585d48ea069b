-- Written for SQLite and PostgreSQL alike: times are epoch milliseconds.

-- One row. Updating it in the transaction that stores a change gives the change its sequence, and the row's lock
-- makes sequences commit in order and without gaps.
CREATE TABLE log_head (
    id       SMALLINT PRIMARY KEY,
    sequence BIGINT NOT NULL
);
INSERT INTO log_head (id, sequence) VALUES (1, 0);

CREATE TABLE log_entry (
    sequence    BIGINT PRIMARY KEY,
    kind        VARCHAR(64) NOT NULL,
    payload     TEXT NOT NULL,
    accepted_at BIGINT NOT NULL
);

CREATE TABLE resource (
    kind       VARCHAR(64) NOT NULL,
    id         VARCHAR(128) NOT NULL,
    etag       VARCHAR(64) NOT NULL,
    document   TEXT NOT NULL,
    sequence   BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

CREATE TABLE function_version (
    name         VARCHAR(64) NOT NULL,
    version      INTEGER NOT NULL,
    sha256       CHAR(64) NOT NULL,
    entry_class  VARCHAR(512) NOT NULL,
    size_bytes   BIGINT NOT NULL,
    code         BYTEA NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE invalidation (
    id               VARCHAR(64) PRIMARY KEY,
    distribution_id  VARCHAR(128) NOT NULL,
    caller_reference VARCHAR(256) NOT NULL,
    paths            TEXT NOT NULL,
    sequence         BIGINT NOT NULL,
    accepted_at      BIGINT NOT NULL,
    UNIQUE (distribution_id, caller_reference)
);
CREATE INDEX invalidation_by_distribution ON invalidation (distribution_id, sequence);

-- The highest sequence that was reported as applied everywhere; what is below it stays completed for ever.
CREATE TABLE completed_head (
    id       SMALLINT PRIMARY KEY,
    sequence BIGINT NOT NULL
);
INSERT INTO completed_head (id, sequence) VALUES (1, 0);

-- Nodes that held a lease. A control plane that starts waits for them, since they may still serve under it.
CREATE TABLE known_node (
    id   VARCHAR(128) PRIMARY KEY,
    role VARCHAR(16) NOT NULL
);
