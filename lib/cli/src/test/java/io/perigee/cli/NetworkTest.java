package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private FakeControlPlane control;
    private CommandRun user;

    @BeforeEach
    void start() {
        control = new FakeControlPlane();
        user = new CommandRun(Path.of("nowhere"))
                .variable("PERIGEE_SERVER", control.url())
                .variable("PERIGEE_TOKEN", FakeControlPlane.TOKEN);
    }

    @AfterEach
    void stop() {
        control.close();
    }

    @Test
    void nodesAreATableInWhichWhatANodeHasNotIsADash() {
        control.reply("GET /v1/nodes", 200, """
                {"items": [
                  {"id": "edge-1", "role": "edge", "region": "eu", "location": "FRA1", "state": "ready",
                   "publicUrl": "http://127.0.0.1:8081", "applied": 12, "lag": 0, "lease": "kept", "silentMillis": 1200},
                  {"id": "control-1", "role": "control", "region": "eu", "location": "FRA1", "state": "ready",
                   "internalUrl": "http://127.0.0.1:7400", "silentMillis": 0}]}""");

        CommandRun.Result result = user.run("nodes");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("""
                        ID         ROLE     REGION  LOCATION  STATE  APPLIED  LAG  LEASE  SEEN  URL
                        edge-1     edge     eu      FRA1      ready  12       0    kept   1.2s  http://127.0.0.1:8081
                        control-1  control  eu      FRA1      ready  -        -    -      0ms   http://127.0.0.1:7400
                        """);
    }

    @Test
    void statusSumsTheNetworkUp() {
        control.reply("GET /v1/status", 200, """
                {"network": "demo", "version": "0.1.0", "head": 7, "completed": 6, "settling": true,
                 "distributions": 2, "functions": 1,
                 "nodes": {"edge": {"total": 6, "ready": 5}, "control": {"total": 1, "ready": 1}},
                 "inProgress": [{"sequence": 7, "kind": "Invalidation", "acceptedAt": "2026-11-21T10:00:00Z"}]}""");

        assertThat(user.run("status").out()).isEqualTo("""
                        network        demo, version 0.1.0
                        configuration  2 distributions, 1 function
                        nodes ready    5 of 6 edge, 1 of 1 control
                        change log     head 7, applied by every node up to 6
                        in progress    7 Invalidation, accepted at 2026-11-21T10:00:00Z
                                       waiting for nodes that have not come back since the control plane started
                        """);
    }
}
