-- Invocations that were accepted and are not done. Each stays until it has succeeded or is a dead letter.
CREATE TABLE invocation (
    id            VARCHAR(64) PRIMARY KEY,
    function_name VARCHAR(64) NOT NULL,
    -- A version, an alias or latest: resolved whenever it is tried.
    qualifier     VARCHAR(128) NOT NULL,
    -- Empty: any.
    region        VARCHAR(64) NOT NULL,
    payload       BYTEA NOT NULL,
    -- What has caused it, for people.
    source        VARCHAR(256) NOT NULL,
    accepted_at   BIGINT NOT NULL,
    -- When it is to be tried; while it is being tried, when its lease ends.
    due_at        BIGINT NOT NULL,
    -- Who tries it now; empty: nobody.
    lease         VARCHAR(64) NOT NULL,
    -- How often the function has failed, and how often it could not be called at all.
    errors        INTEGER NOT NULL,
    deferrals     INTEGER NOT NULL
);
CREATE INDEX invocation_by_function ON invocation (function_name, due_at);

CREATE TABLE dead_letter (
    id            VARCHAR(64) PRIMARY KEY,
    function_name VARCHAR(64) NOT NULL,
    qualifier     VARCHAR(128) NOT NULL,
    region        VARCHAR(64) NOT NULL,
    payload       BYTEA NOT NULL,
    source        VARCHAR(256) NOT NULL,
    accepted_at   BIGINT NOT NULL,
    died_at       BIGINT NOT NULL,
    -- RetriesExhausted, EventAgeExceeded or FunctionNotFound.
    reason        VARCHAR(64) NOT NULL,
    errors        INTEGER NOT NULL,
    -- What was answered last, or why it could not be called.
    response      BYTEA NOT NULL
);
CREATE INDEX dead_letter_by_function ON dead_letter (function_name, died_at);

CREATE TABLE event_invoke_config (
    function_name VARCHAR(64) PRIMARY KEY,
    document      TEXT NOT NULL
);

-- One row. Whoever hands invocations out updates it first, so that control planes do so one after the other and see
-- what the one before has taken.
CREATE TABLE invocation_dispatch (
    id   SMALLINT PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO invocation_dispatch (id, turn) VALUES (1, 0);
