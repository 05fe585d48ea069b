package io.perigee.system;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/**
 * The project's images, built from what this build has made before the first test needs one; with {@code -Dperigee.images.tag=TAG}
 * those that are there with that tag.
 */
final class Images {

    private static final String GIVEN = System.getProperty("perigee.images.tag", "");
    private static final String TAG = GIVEN.isEmpty() ? "system-tests" : GIVEN;

    /** The base images that do, the one that is there first. */
    private static final List<String> BASES = List.of("perigee/jre:25", "docker.io/library/eclipse-temurin:25-jre");

    /** Builds them once, when this class is loaded. */
    private static final class Built {
        static final boolean DONE = !GIVEN.isEmpty() || build(base().orElseThrow());
    }

    private Images() {}

    /** What keeps images from being built here, in a line; nothing if they can be. */
    static Optional<String> missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no container engine answers; README.md says how to get one (As containers)");
        }
        if (GIVEN.isEmpty() && base().isEmpty()) {
            return Optional.of("there is no base image; system-tests/base-image/build makes one, as root");
        }
        return Optional.empty();
    }

    /** The name of a service's image, which is there on return. */
    static String of(Role role) {
        if (!Built.DONE) {
            throw new AssertionError("images were not built");
        }
        return "perigee/" + role + ":" + TAG;
    }

    private static Optional<String> base() {
        return BASES.stream().filter(Images::isThere).findFirst();
    }

    private static boolean isThere(String image) {
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean build(String base) {
        Path home = Path.of("..").toAbsolutePath().normalize();
        try {
            // The user's own command; nothing is left to build but the images.
            Process process = new ProcessBuilder(
                            home.resolve("perigee").toString(), "images", "build", "--base-image", base, "--tag", TAG)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
