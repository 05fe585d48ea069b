package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.node.auth.NetworkKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every {@code perigee} command of {@code docs/operations/alerts.md} does what it says, on a control plane of its own. */
@Timeout(180)
class RunbookCommandsTest {

    private static final Path RUNBOOK = Path.of("../../docs/operations/alerts.md");
    private static final Pattern COMMAND = Pattern.compile("`perigee ([^`]+)`");
    private static final Pattern READY = Pattern.compile("control-1 is up: API at (http://127\\.0\\.0\\.1:\\d+), .*");

    /** Fewer are found only where the page is no longer read rightly. */
    private static final int LEAST = 10;

    private static final String SITE = """
            kind: Distribution
            id: site
            aliases: [www.example.org]
            origins: [{id: main, domainName: origin.example.org}]
            defaultCacheBehavior: {targetOriginId: main}
            """;

    @TempDir
    private Path folder;

    private Set<String> commands() throws IOException {
        Set<String> commands = new TreeSet<>();
        Matcher quoted = COMMAND.matcher(Files.readString(RUNBOOK));
        while (quoted.find()) {
            commands.add(quoted.group(1));
        }
        return commands;
    }

    private NodeChild controlPlane() throws IOException {
        Files.writeString(folder.resolve("network.keys"), NetworkKeys.generate(new SecureRandom()) + "\n");
        Path config = Files.writeString(folder.resolve("control.yaml"), """
                api: {port: 0}
                router: {enabled: false}
                cluster: {name: %s, port: 0}
                data: data
                keyFile: network.keys
                drain: {readinessDelay: 0s}
                """.formatted("runbook-" + UUID.randomUUID()));
        return new NodeChild(
                Map.of("XDG_CONFIG_HOME", folder.resolve("xdg").toString()), "control", "--config", config.toString());
    }

    @Test
    void everyCommandOfTheRunbookIsOneThatThereIs() throws IOException {
        Set<String> commands = commands();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(LEAST);
        Path site = Files.writeString(folder.resolve("site.yaml"), SITE);
        Path code = folder.resolve("mark.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(code))) {
            zip.putNextEntry(new ZipEntry("index.mjs"));
            zip.write("export const handler = async (event) => event;\n".getBytes(StandardCharsets.US_ASCII));
        }
        try (NodeChild control = controlPlane()) {
            String url = control.line(READY).group(1);
            run(url, "apply -f " + site);
            run(url, "functions deploy mark --package " + code + " --runtime nodejs22.x --alias live");
            run(url, "invalidate site /*");
            for (String command : commands) {
                run(
                        url,
                        command.replace("NAME", "mark")
                                .replace("ALIAS", "live")
                                .replace("VERSION", "1")
                                .replace("COUNT", "2")
                                .replace("FILE", site.toString())
                                .replace("ID", "site"));
            }
        }
    }

    private void run(String url, String command) {
        CommandRun.Result result = new CommandRun(folder)
                .variable("XDG_CONFIG_HOME", folder.resolve("xdg").toString())
                .variable("PERIGEE_SERVER", url)
                .run(command.split(" "));
        assertThat(result.exitCode())
                .as(() -> "perigee " + command + "\n" + result.out() + result.err())
                .isZero();
    }
}
