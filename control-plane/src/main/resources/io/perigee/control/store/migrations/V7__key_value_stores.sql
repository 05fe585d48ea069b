-- What is in the key value stores; the stores themselves are resources of the kind KeyValueStore.
CREATE TABLE key_value (
    store      VARCHAR(64) NOT NULL,
    item_key   VARCHAR(512) NOT NULL,
    item_value TEXT NOT NULL,
    PRIMARY KEY (store, item_key)
);
