package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvsTest {

    private static final String STORE = "/v1/key-value-stores/redirects";
    private static final String STATE = "{\"itemCount\": 2, \"totalSizeInBytes\": 10}";

    @TempDir
    private Path home;

    private FakeControlPlane control;
    private CommandRun user;

    @BeforeEach
    void start() {
        control = new FakeControlPlane();
        user = new CommandRun(home)
                .variable("PERIGEE_SERVER", control.url())
                .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);
        user.run("kvs", "create", "redirects", "--comment", "old paths");
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void aStoreIsCreatedAndDeletedInTheStateInWhichItIs() {
        CommandRun.Result deleted = user.run("kvs", "delete", "redirects", "--yes");

        assertThat(deleted).isEqualTo(new CommandRun.Result(0, "kvs/redirects deleted\n", ""));
        assertThat(control.changes()).first().isEqualTo("PUT " + STORE + " *");
        assertThat(control.changes()).last().asString().startsWith("DELETE " + STORE + " \"");
    }

    @Test
    void keysArePutAndRemovedByTheStoresEntityTag() {
        control.reply("POST " + STORE + "/keys", 200, STATE).reply("POST " + STORE + "/keys", 200, STATE);

        assertThat(user.run("kvs", "put", "redirects", "/old=/new?a=b", "/older=/new"))
                .isEqualTo(new CommandRun.Result(0, "kvs/redirects changed: 2 keys, 10 bytes\n", ""));
        assertThat(user.run("kvs", "remove", "redirects", "/old").exitCode()).isZero();
        assertThat(control.changes()).last().asString().startsWith("POST " + STORE + "/keys \"");
    }

    @Test
    void keysAreListedAndRead() {
        control.reply(
                        "GET " + STORE + "/keys",
                        200,
                        "{\"items\": [{\"key\": \"/old\", \"value\": \"/new\"}, {\"key\": \"k\", \"value\": \"v\"}]}")
                .reply("GET " + STORE + "/value?key=%2Fold", 200, "{\"key\": \"/old\", \"value\": \"/new\"}");

        assertThat(user.run("kvs", "keys", "redirects").out()).isEqualTo("KEY   VALUE\n/old  /new\nk     v\n");
        assertThat(user.run("kvs", "get", "redirects", "/old").out()).isEqualTo("/new\n");
    }

    @Test
    void aFileThatHoldsNoKeysIsRefusedBeforeAnythingIsSent() throws IOException {
        Path file = Files.writeString(home.resolve("data.json"), "{\"data\": [{\"key\": \"a\", \"value\": 1}]}");

        CommandRun.Result result = user.run("kvs", "import", "redirects", file.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("is not a key with a value");
        assertThat(control.changes()).hasSize(1);
    }
}
