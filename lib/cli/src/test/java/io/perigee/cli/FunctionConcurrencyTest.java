package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionConcurrencyTest {

    private static final String TARGET = "/v1/functions/resize/concurrency";

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
    }

    @AfterEach
    void stop() {
        control.close();
    }

    private CommandRun.Result run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "functions";
        all[1] = "concurrency";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return user.run(all);
    }

    @Test
    void entriesAreSetAndTakenAwayOneByOneByTheEntityTag() {
        assertThat(run("set", "resize", "--reserved", "200"))
                .isEqualTo(new CommandRun.Result(0, "concurrency/resize set: 200 reserved, in every region\n", ""));
        assertThat(run("set", "resize", "--provisioned", "5", "--version", "live", "--region", "eu"))
                .isEqualTo(new CommandRun.Result(0, "concurrency/resize set: 5 provisioned of live, in eu\n", ""));
        assertThat(control.changes()).first().isEqualTo("PUT " + TARGET + " *");
        assertThat(control.changes()).last().asString().startsWith("PUT " + TARGET + " \"");
    }

    @Test
    void whatNodesHaveIsShown() {
        control.reply("GET " + TARGET, 200, """
            {"reserved": [], "provisioned": [], "regions": [
              {"region": "eu", "reservedConcurrentExecutions": 200, "provisioned": [
                {"qualifier": "live", "requestedProvisionedConcurrentExecutions": 5,
                 "allocatedProvisionedConcurrentExecutions": 6, "availableProvisionedConcurrentExecutions": 2,
                 "status": "IN_PROGRESS"}]},
              {"region": "us", "provisioned": []}]}\
            """);

        assertThat(run("get", "resize").out()).isEqualTo("""
            REGION  RESERVED  VERSION  REQUESTED  ALLOCATED  AVAILABLE  STATUS       REASON
            eu      200       live     5          6          2          IN_PROGRESS  -
            us      -         -        -          -          -          -            -
            """);
    }

    @Test
    void theAccountsLimitIsShownAndSet() {
        control.reply("GET /v1/account-settings", 200, """
            {"concurrentExecutions": 1000, "regions": [{"region": "eu", "unreservedConcurrentExecutions": 800}]}\
            """);
        control.reply("PUT /v1/account-settings", 201, "{}");

        assertThat(run("get").out()).isEqualTo("""
            REGION  CONCURRENT  UNRESERVED
            eu      1000        800
            """);
        assertThat(run("set", "--account", "2000").out())
                .isEqualTo("account-settings set: 2000 concurrent executions in a region\n");
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThat(run("set", "resize").exitCode()).isEqualTo(2);
        assertThat(run("set", "--account", "5", "resize").exitCode()).isEqualTo(2);
        assertThat(run("set", "resize", "--provisioned", "5").err()).contains("--provisioned and --version");
        assertThat(run("delete", "resize", "--region", "eu").err()).contains("--region needs");
        assertThat(control.changes()).isEmpty();
    }
}
