package io.perigee.control.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections with the password that is good when they are made: a file's may have changed since the last one. */
final class PostgresSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    /** PostgreSQL's state for a wrong password. */
    private static final String INVALID_PASSWORD = "28P01";

    private final transient StoreConfig.Password password;

    PostgresSource(StoreConfig.Password password) {
        this.password = password;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(getUser(), current());
    }

    private @Nullable String current() throws SQLException {
        return switch (password) {
            case StoreConfig.Password.None ignored -> null;
            case StoreConfig.Password.Known known -> known.text();
            case StoreConfig.Password.InFile file -> firstLine(file.file());
        };
    }

    private static String firstLine(Path file) throws SQLException {
        try (var lines = Files.lines(file)) {
            return Objects.requireNonNull(lines.findFirst().orElse("")).strip();
        } catch (IOException e) {
            throw new SQLException("the password file cannot be read: " + e, INVALID_PASSWORD, e);
        }
    }
}
