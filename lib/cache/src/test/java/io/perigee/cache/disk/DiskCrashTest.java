package io.perigee.cache.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has a folder for itself, and is killed in the middle of writes, again and again. */
class DiskCrashTest {
    private static final long BYTES = 8 << 20;

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenBeforeAKillIsThereAndNothingElse() throws Exception {
        for (int round = 1; round <= 3; round++) {
            List<String> written = writeUntilKilled(round, 40 * round);

            Shelf shelf = new Shelf(folder, BYTES);
            // The last of them: the ring may have come round.
            for (String key : written.subList(Math.max(0, written.size() - 40), written.size())) {
                assertThat(Arrays.equals(shelf.get(key), body(key))).as(key).isTrue();
            }
            assertThat(shelf.store.counters().damaged()).isZero();
            assertThat(shelf.get("removed")).isNull();
            shelf.close();
            assertThat(DiskStoreTest.sizeOf(folder)).isEqualTo(BYTES);
        }
    }

    private List<String> writeUntilKilled(int round, int lines) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> written = new ArrayList<>();
        try (BufferedReader output = child.inputReader(UTF_8)) {
            String line = output.readLine();
            while (line != null) {
                if (written.isEmpty()) {
                    assertThatThrownBy(() -> new Shelf(folder, BYTES))
                            .hasMessage(folder + " is in use by another process");
                }
                written.add(line);
                if (written.size() == lines) {
                    // Not by the process itself: that would close its output.
                    child.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(written).hasSizeGreaterThanOrEqualTo(lines);
        return written;
    }

    static byte[] body(String key) {
        return DiskStoreTest.bytes(Math.floorMod(key.hashCode(), 100_000), key.hashCode());
    }

    /** Writes for ever, and says what is written. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Shelf shelf = new Shelf(Path.of(arguments[0]), BYTES);
            shelf.put("removed", new byte[1000]);
            shelf.remove("removed");
            shelf.store.note(new byte[0]).join();
            for (long i = 0; true; i++) {
                String key = arguments[1] + "/" + i;
                shelf.put(key, body(key));
                System.out.println(key);
            }
        }
    }
}
