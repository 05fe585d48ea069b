package io.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.cli.CommandRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perigee images build} with a script in the place of the engine; on a real one the system tests use what it builds. */
class ImagesTest {

    @TempDir
    private Path folder;

    private Path home;
    private Path path;

    @BeforeEach
    void aBuiltProject() throws IOException {
        home = Files.createDirectory(folder.resolve("project"));
        path = Files.createDirectory(folder.resolve("path"));
        Files.createDirectories(home.resolve("k8s/images/bin"));
        Files.writeString(home.resolve("k8s/images/Dockerfile"), "FROM scratch\n");
        Files.writeString(home.resolve("k8s/images/bin/node"), "#!/bin/sh\n");
        Path repository = Files.createDirectory(folder.resolve("repository"));
        for (String jar : List.of("netty.jar", "brotli.jar", "sqlite.jar")) {
            Files.writeString(repository.resolve(jar), jar);
        }
        Path library = Files.createDirectories(home.resolve("lib/node/target")).resolve("perigee-node-1.jar");
        Files.writeString(library, "node");
        for (String module : List.of("edge-node", "regional-cache", "origin-node", "control-plane")) {
            Path target = Files.createDirectories(home.resolve(module).resolve("target"));
            Files.writeString(target.resolve("perigee-" + module + "-1.jar"), module);
            Path own = repository.resolve(module.equals("control-plane") ? "sqlite.jar" : "brotli.jar");
            Files.writeString(
                    target.resolve("image.classpath"), library + ":" + repository.resolve("netty.jar") + ":" + own);
        }
        System.setProperty("perigee.home", home.toString());
    }

    @AfterEach
    void noProject() {
        System.clearProperty("perigee.home");
    }

    @Test
    void buildsEachImageFromWhatItsServiceNeedsAndPrintsTheNames() throws IOException {
        engine("docker", """
                echo "$@" >> %1$s/calls
                for last; do :; done
                if [ "$1" = build ]; then rm -rf %1$s/context; cp -r "$last" %1$s/context; fi
                """);

        Result result = run("images", "build", "--base-image", "local/jre:25", "--tag", "t1", "control", "edge");

        assertThat(result.err()).contains("images: 0 of 2, perigee/edge\n", "images: 2 of 2\n");
        assertThat(result.out()).isEqualTo("perigee/edge:t1\nperigee/control:t1\n");
        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("calls")))
                .contains("image inspect local/jre:25", "build --target edge --tag perigee/edge:t1")
                .contains("--build-arg BASE_IMAGE=local/jre:25", "--network none")
                .doesNotContain("pull", "regional");
        assertThat(folder.resolve("context/Dockerfile")).exists();
        assertThat(folder.resolve("context/bin/node")).exists();
        assertThat(names("shared")).containsExactly("netty.jar");
        assertThat(names("edge/libraries")).containsExactly("brotli.jar");
        assertThat(names("control/libraries")).containsExactly("sqlite.jar");
        assertThat(names("edge/perigee")).containsExactly("perigee-node-1.jar");
        assertThat(names("edge/service")).containsExactly("perigee-edge-node-1.jar", "service.options");
        assertThat(Files.readString(folder.resolve("context/edge/service/service.options")))
                .isEqualTo("""
                        -cp
                        /opt/perigee/lib/perigee-edge-node-1.jar:/opt/perigee/lib/perigee-node-1.jar:/opt/perigee/lib/netty.jar:/opt/perigee/lib/brotli.jar
                        io.perigee.edge.EdgeProgram
                        """);
    }

    @Test
    void packagesAreInstalledOverTheNetwork() throws IOException {
        engine("podman", "echo \"$@\" >> %1$s/calls\n");

        Result result = run("images", "build", "--packages", "nodejs,python3", "--tag", "t1", "edge");

        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(folder.resolve("calls")))
                .contains("PACKAGES=nodejs python3", "--format docker")
                .doesNotContain("--network");
    }

    @Test
    void saysWhatToDoWithoutAnEngine() {
        assertThat(run("images", "build")).isEqualTo(new Result(1, "", """
                        perigee: no container engine: neither docker nor podman is on the path
                          install one, on Debian or Ubuntu: apt-get install docker.io
                        """));
    }

    @Test
    void saysWhatToDoWhereTheEngineIsForOthersOnly() throws IOException {
        engine("docker", "echo 'Got permission denied while trying to connect to the Docker daemon socket'; exit 1\n");

        Result result = run("images", "build");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("perigee: docker may not be used by this user\n")
                .contains("group docker");
    }

    @Test
    void saysWhatToDoWhereTheEngineDoesNotRun() throws IOException {
        engine(
                "docker",
                "echo 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?'; exit 1\n");

        assertThat(run("images", "build").err())
                .startsWith("perigee: docker does not answer: Cannot connect")
                .contains("start it: systemctl start docker");
    }

    @Test
    void saysWhatToDoWhereTheBaseImageCannotBeFetched() throws IOException {
        engine("docker", """
                case "$1" in
                    image) exit 1 ;;
                    pull) echo 'Error response from daemon: no such host'; exit 1 ;;
                esac
                """);

        Result result = run("images", "build");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "perigee: the base image docker.io/library/eclipse-temurin:25-jre is not here and cannot be fetched\n")
                .contains("no such host", "system-tests/base-image/build", "--base-image perigee/jre:25");
    }

    @Test
    void showsTheEndOfABuildThatFailsAndKeepsAllOfIt() throws IOException {
        engine(
                "docker",
                "if [ \"$1\" = build ]; then echo 'Step 1/2 : FROM x'; echo 'the base image has Java 17'; exit 1; fi\n");

        Result result = run("images", "build", "--tag", "t1", "origin");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("perigee: perigee/origin:t1 was not built\n", "the base image has Java 17");
        Matcher log = Pattern.compile("all that docker said is in (\\S+)").matcher(result.err());
        assertThat(log.find()).isTrue();
        assertThat(Files.readString(Path.of(log.group(1)))).contains("Step 1/2");
        Files.delete(Path.of(log.group(1)));
    }

    @Test
    void refusesWhatIsNoServiceTagOrEngine() {
        assertThat(run("images", "build", "router").err())
                .isEqualTo("perigee: there is no image of \"router\"\n  expected: edge, regional, origin, control\n");
        assertThat(run("images", "build", "--tag", "a b").exitCode()).isEqualTo(2);
        assertThat(run("images", "build", "--engine", "lxc").exitCode()).isEqualTo(2);
    }

    @Test
    void theImagesJvmOpensTheSameModulesAsTheScripts() throws IOException {
        assertThat(modules(Path.of("../../k8s/images/bin/java-options"))).isEqualTo(modules(Path.of("../../perigee")));
    }

    private static List<String> modules(Path script) throws IOException {
        return Pattern.compile("--(?:add-opens|add-exports|add-modules|enable-native-access)=[\\w./=-]+")
                .matcher(Files.readString(script))
                .results()
                .map(option -> option.group())
                .sorted()
                .distinct()
                .toList();
    }

    private List<String> names(String part) {
        String[] names = folder.resolve("context").resolve(part).toFile().list();
        assertThat(names).as(part).isNotNull();
        return Arrays.stream(names).sorted().toList();
    }

    private void engine(String name, String script) throws IOException {
        Path file = Files.writeString(path.resolve(name), "#!/bin/sh\n" + script.formatted(folder));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(String... arguments) {
        return new CommandRun(folder).variable("PATH", path.toString()).run(arguments);
    }
}
