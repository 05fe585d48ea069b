package io.perigee.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perigee.demo.command.DemoCommand;
import io.perigee.testkit.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class DemoCommandTest {

    private static final DemoOptions SMALL = DemoOptions.standard()
            .withRegions(List.of(DemoRegion.AP))
            .withEdgesPerRegion(1)
            .withPorts(DemoPorts.free());

    @TempDir
    private Path folder;

    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new DemoCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    @Test
    void aPortInUseIsNamedWithWhatWantedItAndNothingIsStarted() throws Exception {
        Path data = folder.resolve("data");
        try (ServerSocket taken = aTakenRouterPort()) {
            int base = taken.getLocalPort() - 200;
            Ran ran = run("--port-base", Integer.toString(base), "--data", data.toString());
            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err()).contains("port " + taken.getLocalPort()).contains("the router");
            assertThat(data).doesNotExist();
        }
    }

    /** One whose network could start if only it were free: the base stays within its range, and nothing below is taken. */
    private static ServerSocket aTakenRouterPort() throws Exception {
        for (int port = 20_200; port < 30_000; port += 1_500) {
            DemoPorts ports = new DemoPorts(port - 200);
            try {
                PortCheck.all(ports, DemoPlan.of(DemoOptions.standard()));
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.router()));
                return socket;
            } catch (PortInUseException taken) {
                // The next ones, then.
            }
        }
        throw new AssertionError("no free ports");
    }

    @ParameterizedTest
    @CsvSource({
        "--regions, 7, expected a number from 1 to 6",
        "--regions, mars, expected a number from 1 to 6 or a list of eu",
        "--regions, 'eu,eu', each region once",
        "--edges-per-region, 0, expected 1 to 20",
        "--port-base, 80, expected 1024 to",
        "--port-base, 65000, expected 1024 to",
    })
    void wrongOptionsAreUsageErrorsThatSayWhatWasExpected(String option, String value, String message) {
        Ran ran = run(option, value);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains(value.split(",", -1)[0]).contains(message);
    }

    @Test
    void theTourIsRefusedOnANetworkThatIsTooSmallForIt() {
        Ran ran = run("--tour", "--regions", "1");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("eu and ap");
    }

    @Test
    void aNetworkWithADataFolderGoesOnWhereItEnded() throws Exception {
        DemoOptions options = SMALL.withData(folder.resolve("data"));
        JsonNode functions;
        try (DemoNetwork first = DemoNetwork.start(options, Progress.SILENT)) {
            functions = first.api().get("/v1/functions");
        }
        try (DemoNetwork second = DemoNetwork.start(options, Progress.SILENT)) {
            assertThat(second.api().get("/v1/functions")).isEqualTo(functions);
        }
        assertThat(folder.resolve("data").resolve("network.key")).exists();
    }

    @Test
    void aNetworkWithoutADataFolderLeavesNothingBehind() throws Exception {
        Path kept;
        try (DemoNetwork network = DemoNetwork.start(SMALL.withLatency(true), Progress.SILENT)) {
            kept = network.folderOf("x").getParent();
            assertThat(kept).exists();
        }
        assertThat(kept).doesNotExist();
        Await.until(
                () -> "its threads are gone: " + threadsOfVertx(),
                () -> threadsOfVertx().isEmpty());
    }

    private static List<Thread> threadsOfVertx() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon() && thread.getName().contains("vert.x"))
                .toList();
    }

    @Test
    void theFunctionsPackTheSameBytesEachTime() throws Exception {
        Path jar = folder.resolve("functions.jar");
        Files.write(jar, ExampleFunctions.jar());
        assertThat(ExampleFunctions.jar()).isEqualTo(Files.readAllBytes(jar));
        try (FileSystem packed = FileSystems.newFileSystem(jar)) {
            assertThat(packed.getPath("io/perigee/examples/image/ImageResize.class"))
                    .exists();
            assertThat(packed.getPath("net/coobird/thumbnailator/Thumbnails.class"))
                    .exists();
        }
    }
}
