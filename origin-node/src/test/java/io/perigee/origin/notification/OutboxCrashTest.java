package io.perigee.origin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that changes objects at any moment (SIGKILL), and looks for the events of what it had acknowledged. */
class OutboxCrashTest {

    private static final int ROUNDS = 3;
    private static final int OBJECTS_A_ROUND = 100_000;

    @TempDir
    Path folder;

    @Test
    void noEventOfAChangeThatWasAcknowledgedIsLostByAKill() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            changeUntilKilled(round * OBJECTS_A_ROUND, random.nextInt(20, 60), acknowledged);
        }

        Outbox outbox = KilledNotifier.outbox(folder);
        Set<String> kept = new HashSet<>();
        for (String name : outbox.names()) {
            outbox.read(name).map(OutboxCrashTest::change).ifPresent(kept::add);
        }
        assertThat(kept).containsAll(acknowledged);
        assertThat(outbox.names()).doesNotHaveDuplicates();
    }

    private static String change(Outbox.Waiting waiting) {
        JsonObject told =
                new JsonObject(waiting.payload()).getJsonArray("Records").getJsonObject(0);
        return told.getString("eventName") + " "
                + told.getJsonObject("s3").getJsonObject("object").getString("key");
    }

    private void changeUntilKilled(int from, int changes, Set<String> acknowledged) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledNotifier.class.getName(),
                        folder.toString(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int count = 0;
        try (BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.startsWith(KilledNotifier.CHANGED)) {
                    acknowledged.add(line.substring(KilledNotifier.CHANGED.length()));
                    if (++count == changes) {
                        process.destroyForcibly();
                    }
                }
            }
        } catch (IOException e) {
            // The pipe broke with the process.
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(count).as("the process got going").isPositive();
    }
}
