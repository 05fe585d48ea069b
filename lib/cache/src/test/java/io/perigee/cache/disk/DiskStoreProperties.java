package io.perigee.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random conversations with the store against a map, and damage. What the store gives must be what the map has, or nothing. */
class DiskStoreProperties {
    private static final long BYTES = 1 << 20;
    private static final int KEYS = 40;

    @Property(tries = 8)
    void givesWhatWasStoredLastOrNothing(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("perigee-disk");
        Map<String, byte[]> model = new HashMap<>();
        Shelf shelf = new Shelf(folder, BYTES);
        int found = 0;
        for (int step = 0; step < 400; step++) {
            String key = "key " + random.nextInt(KEYS);
            switch (random.nextInt(20)) {
                case 0 -> {
                    shelf.remove(key);
                    model.remove(key);
                }
                case 1 -> {
                    shelf.close();
                    shelf = new Shelf(folder, BYTES);
                }
                case 2 -> {
                    if (random.nextInt(10) == 0) {
                        var unused = shelf.store.purge();
                        model.clear();
                    }
                }
                case 3, 4, 5, 6, 7, 8, 9 -> {
                    byte[] body = DiskStoreTest.bytes(random.nextInt(20_000), random.nextLong());
                    if (random.nextBoolean()) {
                        shelf.put(key, body);
                    } else {
                        // What comes next may come before it is written.
                        shelf.offer(key, body);
                        if (random.nextBoolean()) {
                            shelf.put("other", body);
                        }
                    }
                    model.put(key, body);
                }
                default -> {
                    boolean waiting = shelf.isWaiting(key);
                    byte[] got = shelf.get(key);
                    if (got != null) {
                        found++;
                        byte[] expected = model.get(key);
                        assertThat(expected).as("%s at step %s", key, step).isNotNull();
                        if (!waiting) {
                            assertThat(Arrays.equals(got, expected))
                                    .as("%s at step %s", key, step)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        assertThat(DiskStoreTest.sizeOf(folder)).isEqualTo(BYTES);
        assertThat(found).isPositive();
        shelf.close();
        delete(folder);
    }

    /**
     * As a crash leaves it: closed by nobody, with bytes changed anywhere, or files cut off or zeroed from somewhere on. What is zeroed looks like
     * what was never written, and whether the last record was damaged or not written yet cannot be told either: nothing hangs on that one.
     */
    @Property(tries = 20)
    void givesNothingThatIsDamagedOrWasRemoved(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path folder = Files.createTempDirectory("perigee-disk");
        Map<String, byte[]> model = new HashMap<>();
        Map<String, Set<Integer>> everStored = new HashMap<>();
        Shelf shelf = new Shelf(folder, BYTES);
        int writes = random.nextInt(150);
        for (int i = 0; i < writes; i++) {
            String key = "key " + random.nextInt(KEYS);
            if (random.nextInt(5) == 0) {
                shelf.remove(key);
                shelf.store.note(new byte[random.nextInt(20)]).join();
                model.remove(key);
            } else {
                byte[] body = DiskStoreTest.bytes(random.nextInt(20_000), random.nextLong());
                shelf.put(key, body);
                model.put(key, body);
                everStored.computeIfAbsent(key, none -> new HashSet<>()).add(Arrays.hashCode(body));
            }
        }
        shelf.store.note(new byte[0]).join();
        Path crashed = Files.createTempDirectory("perigee-disk");
        copy(folder, crashed);
        shelf.close();
        int wounds = random.nextInt(6);
        boolean zeroed = false;
        for (int i = 0; i < wounds; i++) {
            Path file = crashed.resolve("segment-" + random.nextInt(16));
            byte[] content = Files.readAllBytes(file);
            int at = random.nextInt(content.length);
            if (random.nextInt(4) == 0) {
                zeroed = true;
                Arrays.fill(content, at, content.length, (byte) 0);
            } else {
                content[at] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, random.nextInt(10) == 0 ? Arrays.copyOf(content, at) : content);
        }

        Shelf again = new Shelf(crashed, BYTES);
        for (int i = 0; i < KEYS; i++) {
            String key = "key " + i;
            byte[] got = again.get(key);
            if (got != null) {
                assertThat(everStored.get(key)).as(key).contains(Arrays.hashCode(got));
                assertThat(zeroed || Arrays.equals(model.get(key), got)).as(key).isTrue();
            } else if (wounds == 0 && writes < 20) {
                assertThat(model.get(key)).as(key).isNull();
            }
        }
        again.put("new", new byte[100]);
        assertThat(again.get("new")).isEqualTo(new byte[100]);
        again.close();
        delete(folder);
        delete(crashed);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(folder);
    }
}
