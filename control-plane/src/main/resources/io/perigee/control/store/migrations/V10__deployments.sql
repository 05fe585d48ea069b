-- Deployments that move aliases, the running ones and some that have ended.
CREATE TABLE deployment (
    id            VARCHAR(64) PRIMARY KEY,
    function_name VARCHAR(64) NOT NULL,
    alias_name    VARCHAR(64) NOT NULL,
    created_at    BIGINT NOT NULL,
    -- 0: it has ended.
    running       SMALLINT NOT NULL,
    -- Until then one control plane calls its hook; the others wait.
    leased_until  BIGINT NOT NULL,
    document      TEXT NOT NULL
);
CREATE INDEX deployment_by_alias ON deployment (function_name, alias_name, created_at);
CREATE UNIQUE INDEX deployment_of_alias ON deployment (function_name, alias_name) WHERE running = 1;

-- What running deployments need, which must not be deleted: versions, aliases, latest.
CREATE TABLE deployment_use (
    deployment_id VARCHAR(64) NOT NULL,
    function_name VARCHAR(64) NOT NULL,
    qualifier     VARCHAR(128) NOT NULL,
    PRIMARY KEY (deployment_id, function_name, qualifier)
);
CREATE INDEX deployment_use_by_function ON deployment_use (function_name);
