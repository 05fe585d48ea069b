-- Control planes that share this database find each other here when the network between them is cut. Each changes its
-- count as long as it lives.
CREATE TABLE control_plane (
    name  VARCHAR(64) PRIMARY KEY,
    count BIGINT NOT NULL
);
