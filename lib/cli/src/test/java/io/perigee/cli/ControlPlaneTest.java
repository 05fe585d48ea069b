package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.NetworkKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a control plane that runs as a process of its own and left its token for them. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlPlaneTest {

    private static final Pattern READY = Pattern.compile("control-1 is up: API at (http://127\\.0\\.0\\.1:\\d+), .*");

    private static final String SITE = """
            kind: Distribution
            id: site
            aliases: [www.example.org]
            origins: [{id: main, domainName: origin.example.org}]
            defaultCacheBehavior: {targetOriginId: main, cachePolicyId: long}
            ---
            kind: CachePolicy
            id: long
            minTtl: 1h
            defaultTtl: 1d
            """;

    @TempDir
    private static Path folder;

    private static NodeChild control;
    private static String url;

    private CommandRun user;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(folder.resolve("network.keys"), NetworkKeys.generate(new SecureRandom()) + "\n");
        Path config = Files.writeString(folder.resolve("control.yaml"), """
                api: {port: 0}
                router: {port: 0}
                cluster: {name: %s, port: 0}
                data: data
                keyFile: network.keys
                drain: {readinessDelay: 0s}
                """.formatted("test-" + UUID.randomUUID()));
        control = new NodeChild(
                Map.of("XDG_CONFIG_HOME", folder.resolve("xdg").toString()), "control", "--config", config.toString());
        url = control.line(READY).group(1);
    }

    @AfterAll
    static void stop() throws Exception {
        try (NodeChild running = control) {
            running.terminate();
            assertThat(running.exitCode()).isZero();
        }
    }

    @BeforeEach
    void user() {
        user = new CommandRun(folder)
                .variable("XDG_CONFIG_HOME", folder.resolve("xdg").toString())
                .variable("PERIGEE_SERVER", url);
    }

    @Test
    @Order(1)
    void appliesAndWaitsUntilDeployed() {
        CommandRun.Result result = user.input(SITE).run("apply", "-f", "-", "--wait");

        assertThat(result.err()).doesNotContain("perigee:");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("cache-policy/long created\ndistribution/site created\ncache-policy/long deployed after ")
                .contains("\ndistribution/site deployed after ");
    }

    @Test
    @Order(2)
    void appliesOnlyWhatDiffers() {
        assertThat(user.input(SITE).run("apply", "-f", "-").out())
                .isEqualTo("cache-policy/long unchanged\ndistribution/site unchanged\n");
        assertThat(user.input(SITE.replace("1h", "2h"))
                        .run("apply", "-f", "-", "--dry-run")
                        .out())
                .isEqualTo(
                        "cache-policy/long would be changed\n  minTtl: \"1h\" -> \"2h\"\ndistribution/site unchanged\n");
        assertThat(user.input(SITE.replace("1h", "2h")).run("apply", "-f", "-").out())
                .isEqualTo("cache-policy/long changed\ndistribution/site unchanged\n");
    }

    @Test
    @Order(3)
    void whatItGetsAsYamlCanBeApplied() throws IOException {
        Path file = folder.resolve("all.yaml");
        Files.writeString(
                file,
                user.run("get", "distributions", "-o", "yaml").out()
                        + user.run("get", "cache-policies", "-o", "yaml").out());

        CommandRun.Result result = user.run("apply", "-f", file.toString());

        assertThat(result)
                .isEqualTo(new CommandRun.Result(0, "cache-policy/long unchanged\ndistribution/site unchanged\n", ""));
    }

    @Test
    @Order(4)
    void showsTheNetwork() {
        assertThat(user.run("get", "distributions").out())
                .containsPattern("site +Deployed +true +www\\.example\\.org +1 +20");
        assertThat(user.run("get", "cache-policies").out()).contains("CachingOptimized");
        assertThat(user.run("describe", "distribution/site").out())
                .contains("# status: Deployed\n", "# sequence: ", "\nid: site\n");
        assertThat(user.run("nodes").out()).containsPattern("control-1 +control +global .* ready ");
        assertThat(user.run("status").out()).contains("1 distribution, 0 functions", "1 of 1 control");
    }

    @Test
    @Order(5)
    void invalidatesAndWaitsUntilCompleted() {
        CommandRun.Result result = user.run("invalidate", "site", "/a", "/img/*", "--wait", "--reference", "r1");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .containsPattern("invalidation/site/\\S+ accepted\ninvalidation/site/\\S+ completed after ");
        assertThat(user.run("get", "invalidations", "site").out())
                .containsPattern("Completed +20\\S+ +r1 +false +/a,/img/\\*");
        assertThat(user.run("invalidate", "site", "--tag", "t1", "--tag=t2", "--soft", "--reference", "r2")
                        .exitCode())
                .isZero();
        assertThat(user.run("get", "invalidations", "site").out()).containsPattern("r2 +true +- +t1,t2");
        assertThat(user.run("invalidate", "site").exitCode()).isEqualTo(2);
        assertThat(user.run("invalidate", "site", "no-slash").err())
                .startsWith("perigee: invalidation of distribution/site: ")
                .contains("\n  paths[0]: \"no-slash\" (expected: ");
    }

    @Test
    @Order(6)
    void publishesAFunctionOnceForTheSameJar() throws IOException {
        Path jar = folder.resolve("f.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry("com/example/F.class"));
            out.write(new byte[] {1});
        }

        String[] deploy = {"functions", "deploy", "f", "--jar", jar.toString(), "--entry", "com.example.F", "--wait"};
        assertThat(user.run(deploy).out())
                .startsWith(
                        "function/f version 1 published (java-verticle, com.example.F)\nfunction/f version 1 deployed after ");
        assertThat(user.run(deploy).out())
                .startsWith("function/f version 1 unchanged (java-verticle, com.example.F)\n");
        assertThat(user.run("functions", "list").out())
                .containsPattern("f +1 +Deployed +java-verticle +com\\.example\\.F +\\d+ +20");
        assertThat(user.run("functions", "delete", "f", "--yes").out()).isEqualTo("function/f deleted\n");
    }

    @Test
    @Order(7)
    void deletesOnlyWhatNothingRefersTo() {
        CommandRun.Result refused = user.run("delete", "cache-policy/long", "--yes");
        CommandRun.Result deleted = user.run("delete", "distribution/site", "--yes");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("perigee: cache-policy/long: ").contains("(409)");
        assertThat(deleted.out()).isEqualTo("distribution/site deleted\n");
        assertThat(user.run("get", "distribution", "site").err()).contains("does not exist (404)");
    }

    @Test
    void aTokenThatIsUnknownIsRefused() {
        CommandRun.Result result = user.variable("PERIGEE_TOKEN", "another").run("nodes");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("does not accept the token in PERIGEE_TOKEN");
    }
}
