-- 1: what it covers becomes stale rather than gone.
ALTER TABLE invalidation ADD COLUMN soft SMALLINT NOT NULL DEFAULT 0;
