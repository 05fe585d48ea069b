package io.perigee.control.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFileTest {

    @TempDir
    private Path folder;

    private final PostgresServer server = PostgresServer.own();

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aPasswordIsReadFromItsFileForEachConnection() throws IOException {
        Path file = folder.resolve("password");
        StoreConfig.PostgreSql open = server.newDatabase();
        StoreConfig.PostgreSql config =
                new StoreConfig.PostgreSql(open.url(), open.username(), new StoreConfig.Password.InFile(file));
        Files.writeString(file, "first\n");
        Store store = Store.open(config, InstantSource.system());
        server.demandPassword("second");

        Await.until("the password is demanded", () -> isRefused(store));
        Files.writeString(file, "second\n");
        assertThat(head(store)).isZero();

        Files.delete(file);
        assertThatThrownBy(() -> head(store))
                .isInstanceOf(StoreUnavailableException.class)
                .rootCause()
                .hasMessageContaining(file.toString());
        assertThat(config.toString()).doesNotContain("second");
    }

    private static boolean isRefused(Store store) {
        try {
            head(store);
            return false;
        } catch (StoreUnavailableException refused) {
            assertThat(refused).rootCause().hasMessageContaining("password");
            return true;
        }
    }

    private static long head(Store store) {
        return store.read(ReadTransaction::head);
    }
}
