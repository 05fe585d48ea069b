package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The project's folder, in which the services are built.
 *
 * @param home its root
 */
record SourceTree(Path home) {

    /** The property by which the {@code perigee} script says where it lies. */
    private static final String HOME = "perigee.home";

    /** @throws CommandFailure where this program runs without the project's folder */
    static SourceTree ofProgram() {
        String home = System.getProperty(HOME, "");
        if (home.isEmpty() || !Files.isRegularFile(Path.of(home, "k8s", "images", "Dockerfile"))) {
            throw CommandFailure.failed(
                    "images are built in the project's folder only", "run ./perigee images build in a checkout");
        }
        return new SourceTree(Path.of(home));
    }

    /** The Dockerfile and what is copied into every image. */
    Path images() {
        return home.resolve("k8s").resolve("images");
    }

    /** The service's own jar. */
    Path jar(Service service) {
        Path target = home.resolve(service.module()).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("perigee-" + service.module() + "-(?!.*-(?:sources|javadoc|tests)\\.jar).*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> notBuilt(service));
        } catch (IOException e) {
            throw notBuilt(service);
        }
    }

    /** All jars that the service needs beside its own, in the order of its class path. */
    List<Path> dependencies(Service service) {
        Path list = home.resolve(service.module()).resolve("target").resolve("image.classpath");
        try {
            List<Path> jars = Arrays.stream(Files.readString(list).strip().split(Pattern.quote(File.pathSeparator)))
                    .map(Path::of)
                    .toList();
            if (!jars.stream().allMatch(Files::isRegularFile)) {
                throw notBuilt(service);
            }
            return jars;
        } catch (IOException e) {
            throw notBuilt(service);
        }
    }

    /** Whether a jar is Perigee's own: made in this folder. */
    boolean isOwn(Path jar) {
        return jar.startsWith(home);
    }

    private CommandFailure notBuilt(Service service) {
        return CommandFailure.failed(
                service.module() + " is not built in " + home, "build it: mvn -DskipTests package, or touch pom.xml");
    }

    /** The commit that is checked out; {@code unknown} where Git does not say. */
    String revision() {
        try {
            Process git = new ProcessBuilder("git", "-C", home.toString(), "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return git.waitFor() == 0 && !said.isEmpty() ? said : "unknown";
        } catch (IOException withoutGit) {
            return "unknown";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
