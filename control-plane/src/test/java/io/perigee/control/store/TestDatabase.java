package io.perigee.control.store;

import java.nio.file.Path;

/** The databases that a control plane may have; what is promised of the store is tested with each. */
public enum TestDatabase {
    SQLITE {
        @Override
        public StoreConfig create(Path folder) {
            return new StoreConfig.Embedded(folder.resolve("state/control.db"));
        }
    },
    POSTGRESQL {
        @Override
        public StoreConfig create(Path folder) {
            return PostgresServer.shared().newDatabase();
        }
    };

    /** A new and empty one. */
    public abstract StoreConfig create(Path folder);
}
