-- How long the lines of a function are kept that has a setting of its own.
CREATE TABLE function_log_retention (
    function_name     VARCHAR(64) PRIMARY KEY,
    retention_in_days INTEGER NOT NULL
);
