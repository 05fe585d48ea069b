-- A JSON array, as paths are.
ALTER TABLE invalidation ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
