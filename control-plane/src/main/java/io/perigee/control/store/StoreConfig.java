package io.perigee.control.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the control plane's database is. */
public sealed interface StoreConfig {

    /**
     * A SQLite file of the control plane's own.
     *
     * @param file the database; its folder is made when it is missing
     */
    record Embedded(Path file) implements StoreConfig {}

    /**
     * A PostgreSQL database (12 or later).
     *
     * @param url a JDBC URL, {@code jdbc:postgresql://host:port/database}
     * @param username the role that owns the schema, or null where the URL or the environment names it
     * @param password how it proves that it is the role
     */
    record PostgreSql(String url, @Nullable String username, Password password) implements StoreConfig {

        public PostgreSql {
            if (!url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("url: \"" + url + "\" is not a jdbc:postgresql: URL");
            }
        }

        @Override
        public String toString() {
            return "PostgreSql[url=" + url + "]";
        }
    }

    /** Where a database's password is. */
    sealed interface Password {

        /** None is needed. */
        record None() implements Password {}

        /** It is known. */
        record Known(String text) implements Password {

            @Override
            public String toString() {
                return "Known[]";
            }
        }

        /** In the first line of a file, which may change while the control plane runs. */
        record InFile(Path file) implements Password {}
    }
}
