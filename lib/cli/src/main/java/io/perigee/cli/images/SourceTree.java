package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
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

    /** {@code https://user@host/path.git}, {@code ssh://git@host/path}, {@code git@host:path.git}. */
    private static final Pattern REMOTE = Pattern.compile(
            "(?:(?:https?|ssh|git)://(?:[^/@]*@)?(?<url>[^/:]+)(?::\\d+)?/|(?:[^/@:]+@)(?<scp>[^/:]+):/?)(?<path>[^?#]+?)(?:\\.git)?/?");

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
        String said = git("rev-parse", "HEAD");
        return said.isEmpty() ? "unknown" : said;
    }

    /** Where the sources are, as everybody may see it: without who fetches them; empty where Git knows no such place. */
    String url() {
        return publicUrl(git("config", "--get", "remote.origin.url"));
    }

    /** Of a remote repository in any of the forms that Git takes. */
    static String publicUrl(String remote) {
        Matcher place = REMOTE.matcher(remote);
        return place.matches()
                ? "https://" + Objects.requireNonNullElse(place.group("url"), place.group("scp")) + "/"
                        + place.group("path")
                : "";
    }

    /** What Git prints; empty where it fails. */
    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException withoutGit) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
