package io.perigee.cli.images;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee images build}. */
@Command(
        name = "build",
        header = "Build the images perigee/edge, perigee/regional, perigee/origin and perigee/control.",
        description = {
            "Prints the name of each image that is built; progress goes to the standard error.",
            "Nothing is fetched but the base image, where it is not there. It needs Java 21 or later on its path, and bash; on 25 or later, nodes start fastest."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee images build",
            "  perigee images build --base-image perigee/jre:25 --tag today edge control",
            "  perigee images build --packages nodejs,python3 edge regional",
            "  perigee images build | xargs -n 1 docker push"
        })
public final class BuildCommand implements Callable<Integer> {

    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

    private final Terminal terminal;

    @Option(
            names = "--base-image",
            paramLabel = "IMAGE",
            defaultValue = "docker.io/library/eclipse-temurin:25-jre",
            description = "What the images are made on. Default: ${DEFAULT-VALUE}.")
    private String baseImage = "";

    @Option(names = "--tag", paramLabel = "TAG", description = "The images' tag. Default: the program's version.")
    private @Nullable String tag;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "docker or podman. Default: the first of them that is installed.")
    private @Nullable String engine;

    @Option(
            names = "--packages",
            paramLabel = "PACKAGE",
            split = ",",
            description =
                    "Packages to install with apt, such as nodejs,python3 for functions in these languages. Needs a network while the images are built. Default: none.")
    private List<String> packages = List.of();

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "edge, regional, origin, control. Default: all.")
    private List<String> services = List.of();

    BuildCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Service> wanted = Service.named(services);
        String version = version();
        String given = tag == null ? version : tag;
        if (!given.matches(TAG)) {
            throw CommandFailure.invalid(
                    "--tag is \"" + given + "\"", "expected: up to 128 letters, digits, '_', '.' and '-'");
        }
        ImageBuild build = new ImageBuild(
                terminal,
                Engine.find(terminal, engine),
                SourceTree.ofProgram(),
                baseImage,
                given,
                version,
                String.join(" ", packages));
        build.of(wanted).forEach(terminal.out()::println);
        return 0;
    }

    private static String version() {
        String own = BuildCommand.class.getPackage().getImplementationVersion();
        return own == null ? "unknown" : own;
    }
}
