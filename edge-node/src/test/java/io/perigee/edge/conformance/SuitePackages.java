package io.perigee.edge.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packages that the suite needs: fetched with npm, compared with the integrity that {@code packages.txt} names, and unpacked below
 * {@code target}, where they stay until it is cleaned.
 */
final class SuitePackages {

    private static final Duration FETCH_LIMIT = Duration.ofSeconds(90);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final List<Pin> pins;

    private record Pin(String name, String version, String integrity) {
        String file() {
            return name + "-" + version + ".tgz";
        }
    }

    sealed interface Fetched {
        /**
         * All is there.
         *
         * @param folder where {@code suite.mjs} and its {@code node_modules} are
         */
        record Ready(Path folder) implements Fetched {}

        /** The suite cannot run here. */
        record Missing(String why) implements Fetched {}
    }

    private SuitePackages(Path folder, List<Pin> pins) {
        this.folder = folder;
        this.pins = pins;
    }

    /**
     * Fetches what is not there yet.
     *
     * @param sources the folder with {@code packages.txt} and {@code suite.mjs}
     * @param folder is made
     */
    static Fetched fetch(Path sources, Path folder) throws IOException, InterruptedException {
        List<Pin> pins = Files.readAllLines(sources.resolve("packages.txt"), UTF_8).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" "))
                .map(words -> new Pin(words[0], words[1], words[2]))
                .toList();
        Path modules = Files.createDirectories(folder.resolve("node_modules"));
        String script = "suite.mjs";
        Files.writeString(folder.resolve(script), Files.readString(sources.resolve(script), UTF_8), UTF_8);
        return new SuitePackages(folder, pins).into(modules);
    }

    private Fetched into(Path modules) throws IOException, InterruptedException {
        if (!succeeds(COMMAND_LIMIT, List.of("node", "--version"))) {
            return new Fetched.Missing("there is no Node.js");
        }
        List<Pin> missing = pins.stream().filter(pin -> !isIntact(pin)).toList();
        if (!missing.isEmpty()) {
            List<String> pack = new ArrayList<>(List.of(
                    "npm", "pack", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=30000", "--silent"));
            missing.forEach(pin -> pack.add(pin.name() + "@" + pin.version()));
            if (!succeeds(FETCH_LIMIT, pack)) {
                return new Fetched.Missing("npm cannot get " + String.join(" ", pack.subList(6, pack.size())) + ", see "
                        + log().toAbsolutePath());
            }
        }
        for (Pin pin : pins) {
            if (!isIntact(pin)) {
                throw new IOException(pin.file() + " is not what packages.txt says: its integrity is another");
            }
            Path target = Files.createDirectories(modules.resolve(pin.name()));
            if (!succeeds(
                    COMMAND_LIMIT,
                    List.of("tar", "-xzf", pin.file(), "--strip-components=1", "-C", "node_modules/" + pin.name()))) {
                throw new IOException("cannot unpack " + pin.file() + " into " + target);
            }
        }
        return new Fetched.Ready(folder);
    }

    private boolean isIntact(Pin pin) {
        Path file = folder.resolve(pin.file());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
            return pin.integrity().equals("sha512-" + Base64.getEncoder().encodeToString(digest));
        } catch (IOException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }

    private Path log() {
        return folder.resolve("packages.log");
    }

    private boolean succeeds(Duration limit, List<String> command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            return false;
        }
        if (process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            return process.exitValue() == 0;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return false;
    }
}
