package io.perigee.cli.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a deployment, and shows how far it is meanwhile. */
public final class Following {

    /** How long the control plane holds one request back. */
    private static final int SECONDS_PER_REQUEST = 5;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Terminal terminal;
    private final AliasDeployments deployments;

    public Following(Terminal terminal, AliasDeployments deployments) {
        this.terminal = terminal;
        this.deployments = deployments;
    }

    /**
     * Returns when the deployment has succeeded. Ctrl-C ends the waiting only.
     *
     * @param limit null: as long as it takes
     * @throws CommandFailure if it has not succeeded, with why, or takes longer
     */
    public void untilEnd(JsonNode created, @Nullable Duration limit) {
        String id = created.path("id").asText();
        Thread leaving = Thread.ofPlatform().unstarted(() -> terminal.err().println("\n" + goesOn(id)));
        Runtime.getRuntime().addShutdownHook(leaving);
        long start = terminal.nanos().getAsLong();
        JsonNode now = created;
        try (Progress progress = terminal.progress(deployments.subject())) {
            while (!now.has("endedAt")) {
                progress.at(Math.round(now.path("weight").asDouble() * 100), 100, detail(now));
                Duration taken = Duration.ofNanos(terminal.nanos().getAsLong() - start);
                if (limit != null && taken.compareTo(limit) >= 0) {
                    throw CommandFailure.failed(
                            "deployment " + id + " has not ended after " + Times.shown(limit), goesOn(id));
                }
                now = deployments.get(id, SECONDS_PER_REQUEST);
            }
        } finally {
            unhook(leaving);
        }
        report(now, Duration.ofNanos(terminal.nanos().getAsLong() - start));
    }

    private static void unhook(Thread leaving) {
        try {
            Runtime.getRuntime().removeShutdownHook(leaving);
        } catch (IllegalStateException ending) {
            // Ctrl-C: it is running.
        }
    }

    private String goesOn(String id) {
        return "deployment " + id + " goes on; to see it: perigee functions deployments get " + deployments.function()
                + " " + deployments.alias() + " " + id;
    }

    /** What it is doing, in words. */
    static String detail(JsonNode deployment) {
        JsonNode hooks = deployment.path("document").path("hooks");
        String version = "version " + deployment.path("targetVersion").asText();
        String shares = version + " has " + AliasDeployments.share(deployment) + " of the calls";
        return switch (deployment.path("lifecycleEvent").asText()) {
            case "BeforeAllowTraffic" ->
                "asking " + hooks.path("beforeAllowTraffic").asText("");
            case "AllowTraffic" ->
                deployment.path("status").asText().equals("Baking")
                        ? shares + until(deployment, ", watched until ")
                        : shares + until(deployment, ", more at ");
            case "AfterAllowTraffic" ->
                shares + ", asking " + hooks.path("afterAllowTraffic").asText("");
            default -> version + " is next";
        };
    }

    private static String until(JsonNode deployment, String words) {
        JsonNode at = deployment.path("nextStepAt");
        return at.isTextual() ? words + TIME.format(Instant.parse(at.asText())) : "";
    }

    private void report(JsonNode ended, Duration taken) {
        String what = "deployment " + ended.path("id").asText() + " of " + deployments.subject();
        if (!ended.path("status").asText().equals("Succeeded")) {
            JsonNode error = ended.path("errorInformation");
            throw CommandFailure.failed(
                    what + " " + ended.path("status").asText().toLowerCase(Locale.ROOT) + " after " + Times.shown(taken)
                            + " (" + error.path("code").asText() + ")",
                    error.path("message").asText());
        }
        terminal.out()
                .println(what + " succeeded after " + Times.shown(taken) + ": all calls go to version "
                        + ended.path("targetVersion").asText());
    }
}
