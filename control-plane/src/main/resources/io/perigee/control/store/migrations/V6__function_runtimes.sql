-- All functions before this were verticles: the class is what their handler is.
ALTER TABLE function_version RENAME COLUMN entry_class TO handler;
ALTER TABLE function_version ADD COLUMN runtime VARCHAR(32) NOT NULL DEFAULT 'java-verticle';
ALTER TABLE function_version ADD COLUMN memory_size INTEGER NOT NULL DEFAULT 128;
ALTER TABLE function_version ADD COLUMN timeout_seconds INTEGER NOT NULL DEFAULT 5;
ALTER TABLE function_version ADD COLUMN key_value_store VARCHAR(64);
