-- The last batch of output that a run of a node has sent: what comes again is not counted again.
CREATE TABLE function_output_source (
    node    VARCHAR(128) NOT NULL,
    run     VARCHAR(64) NOT NULL,
    batch   BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (node, run)
);

-- A row for each function that has ever printed. Its update gives a chunk its position, so that a function's positions are committed in
-- order and whoever follows misses none. Positions go on counting when chunks are forgotten.
CREATE TABLE function_log_head (
    function_name VARCHAR(64) PRIMARY KEY,
    position      BIGINT NOT NULL,
    characters    BIGINT NOT NULL
);

-- What one version of a function has printed on one node, some lines of it.
CREATE TABLE function_log (
    function_name VARCHAR(64) NOT NULL,
    position      BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    region        VARCHAR(64) NOT NULL,
    node          VARCHAR(128) NOT NULL,
    stored_at     BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    characters    BIGINT NOT NULL,
    -- A JSON array of {"at", "requestId", "text"}.
    lines         TEXT NOT NULL,
    PRIMARY KEY (function_name, position)
);

-- What one version of a function has used, within a minute (seconds = 60) and within a day (seconds = 86400) of UTC.
CREATE TABLE function_usage (
    function_name   VARCHAR(64) NOT NULL,
    version         BIGINT NOT NULL,
    seconds         INTEGER NOT NULL,
    started_at      BIGINT NOT NULL,
    tier            VARCHAR(32) NOT NULL,
    invocations     BIGINT NOT NULL,
    errors          BIGINT NOT NULL,
    throttles       BIGINT NOT NULL,
    duration_micros BIGINT NOT NULL,
    billed_millis   BIGINT NOT NULL,
    megabyte_millis BIGINT NOT NULL,
    -- A JSON array: how many took up to 1, 2, 4, … 32768 ms, and longer.
    latency         TEXT NOT NULL,
    PRIMARY KEY (function_name, version, seconds, started_at)
);

-- One row: when old output was last looked for, so that one control plane does it at a time.
CREATE TABLE function_output_upkeep (
    id      SMALLINT PRIMARY KEY,
    done_at BIGINT NOT NULL
);
INSERT INTO function_output_upkeep (id, done_at) VALUES (1, 0);
