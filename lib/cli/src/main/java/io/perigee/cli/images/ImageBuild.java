package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Progress;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds images.
 *
 * @param baseImage what they are made on; fetched where it is not there
 * @param tag the tag that they get
 * @param version the program's version, for their labels
 * @param packages what is installed by apt while they are built, separated by spaces; empty: nothing
 */
record ImageBuild(
        Terminal terminal,
        Engine engine,
        SourceTree source,
        String baseImage,
        String tag,
        String version,
        String packages) {

    private static final int SHOWN_LINES = 8;

    /** Builds them one after the other and returns their names. */
    List<String> of(List<Service> services) {
        fetchBaseImage();
        List<String> built = new ArrayList<>();
        List<String> origin =
                List.of("--build-arg", "REVISION=" + source.revision(), "--build-arg", "SOURCE=" + source.url());
        try (BuildContext context = BuildContext.of(source);
                Progress progress = terminal.progress("images")) {
            for (Service service : services) {
                progress.at(built.size(), services.size(), service.image());
                built.add(build(context, service, origin, step -> {
                    if (terminal.isInteractive(Terminal.Stream.ERR)) {
                        progress.at(built.size(), services.size(), service.image() + " " + step);
                    }
                }));
            }
            progress.at(built.size(), services.size(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built;
    }

    private void fetchBaseImage() {
        if (engine.has(baseImage)) {
            return;
        }
        terminal.err().println("fetching the base image " + baseImage);
        Engine.Ended pull = engine.call(List.of("pull", baseImage), line -> {});
        if (!pull.well()) {
            List<String> lines = new ArrayList<>(tail(pull.lines(), 1));
            lines.add("where no registry can be reached, make one of Debian's packages, as root:");
            lines.add("  system-tests/base-image/build");
            lines.add("  ./perigee images build --base-image perigee/jre:25");
            throw CommandFailure.failed("the base image " + baseImage + " is not here and cannot be fetched", lines);
        }
    }

    private interface Step {
        void at(String step);
    }

    private String build(BuildContext context, Service service, List<String> origin, Step step) throws IOException {
        String name = service.image() + ":" + tag;
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--target",
                service.toString(),
                "--tag",
                name,
                "--build-arg",
                "BASE_IMAGE=" + baseImage,
                "--build-arg",
                "PACKAGES=" + packages,
                "--build-arg",
                "VERSION=" + version));
        arguments.addAll(origin);
        if (packages.isEmpty()) {
            arguments.addAll(List.of("--network", "none"));
        }
        if (engine.name().equals("podman")) {
            // Health checks are Docker's, not in the images of the OCI.
            arguments.addAll(List.of("--format", "docker"));
        }
        arguments.add(context.folder().toString());
        Engine.Ended build = engine.call(arguments, line -> {
            if (line.toLowerCase(Locale.ROOT).startsWith("step ")) {
                step.at(line.substring(0, line.indexOf(':') > 0 ? line.indexOf(':') : line.length())
                        .strip());
            }
        });
        if (!build.well()) {
            Path log = Files.createTempFile("perigee-image-" + service + ".", ".log");
            Files.write(log, build.lines());
            List<String> lines = new ArrayList<>(tail(build.lines(), SHOWN_LINES));
            lines.add("all that " + engine.name() + " said is in " + log);
            throw CommandFailure.failed(name + " was not built", lines);
        }
        return name;
    }

    private static List<String> tail(List<String> lines, int count) {
        List<String> said = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return said.subList(Math.max(0, said.size() - count), said.size());
    }
}
