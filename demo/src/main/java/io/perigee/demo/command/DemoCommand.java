package io.perigee.demo.command;

import io.perigee.demo.DemoNetwork;
import io.perigee.demo.DemoOptions;
import io.perigee.demo.DemoPorts;
import io.perigee.demo.DemoRegion;
import io.perigee.demo.DemoTable;
import io.perigee.demo.PortInUseException;
import io.perigee.demo.tour.StepResult;
import io.perigee.demo.tour.Tour;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code perigee demo}: runs a whole network in one process until it is told to stop.
 *
 * <p>Ends with 0 when it was stopped or the tour went as expected, 1 when it did not or the network did not start, 2 when
 * an option is wrong or a port is taken.
 */
@Command(
        name = "demo",
        header = "Run a whole network on this machine, with a sample site.",
        description = {
            "Control plane, router, origin and regions of edges, in one process on the loopback address. Prints where everything is, and lines to copy that show what it does.",
            "Ends on SIGTERM or Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  perigee demo",
            "  perigee demo --tour",
            "  perigee demo --regions eu,na,ap,sa --edges-per-region 3 --latency --data ~/perigee-demo"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--regions",
            paramLabel = "N|IDS",
            defaultValue = "3",
            description = "How many regions, or which: eu, na, ap, sa, af, me (default: ${DEFAULT-VALUE}).")
    private String regions = "3";

    @Option(
            names = "--edges-per-region",
            paramLabel = "N",
            defaultValue = "2",
            description = "Edges in each region, 1 to 20 (default: ${DEFAULT-VALUE}).")
    private int edgesPerRegion = 2;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "7400",
            description =
                    "The control plane's port (default: ${DEFAULT-VALUE}). The others keep their distance from it: origin +100, its S3 API +101, router +200, regional caches +300 up, edges +681 up, edges with HTTPS +1081 up.")
    private int portBase = DemoPorts.DEFAULT_BASE;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps everything in that folder for the next run; without it nothing is kept.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--latency",
            description =
                    "Answers take as long as the distances between viewers, nodes and the origin would make them.")
    private boolean latency;

    @Option(names = "--tour", description = "Shows what a CDN does, step by step, then ends; 1 if anything differs.")
    private boolean tour;

    @Option(names = "--exit-after-ready", description = "Ends as soon as the network is ready.")
    private boolean exitAfterReady;

    @Override
    public Integer call() {
        DemoOptions options = options();
        CountDownLatch ended = new CountDownLatch(1);
        Thread demo = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("demo-stop").unstarted(() -> stop(demo, ended)));
        try {
            return run(options);
        } catch (PortInUseException e) {
            return failed(e, USAGE);
        } catch (FileSystemException e) {
            tell(e.getFile() + " cannot be used" + (e.getReason() == null ? "" : ": " + e.getReason())
                    + "; --data names another folder");
            return FAILED;
        } catch (IOException e) {
            return failed(e, FAILED);
        } catch (InterruptedException e) {
            return FAILED;
        } finally {
            ended.countDown();
        }
    }

    /** On a signal: whatever the demo is doing, it stops the network on its way out. */
    private static void stop(Thread demo, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        demo.interrupt();
        try {
            if (!ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("perigee demo: not stopped within " + STOP_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(DemoOptions options) throws PortInUseException, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        DemoNetwork.checkPorts(options);
        long started = System.nanoTime();
        try (DemoLog log = DemoLog.open(options.data());
                DemoNetwork network = DemoNetwork.start(options, this::tell)) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            out.printf(
                    "Ready after %.1f s: %d regions, %d edges.%n%n",
                    took.toMillis() / 1000.0,
                    network.regionals().size(),
                    network.edges().size());
            DemoTable.lines(network).forEach(out::println);
            out.println();
            out.println("The nodes' log: " + log.file());
            out.flush();
            return goOn(network, out);
        }
    }

    private int failed(Exception failure, int exitCode) {
        tell(String.valueOf(failure.getMessage()));
        return exitCode;
    }

    private int goOn(DemoNetwork network, PrintWriter out) throws InterruptedException {
        if (tour) {
            List<StepResult> results = new Tour(network, out, Ansi.AUTO.enabled()).take();
            return results.stream().allMatch(StepResult::passed) ? 0 : FAILED;
        }
        if (!exitAfterReady) {
            out.println();
            out.println("Ctrl-C stops it.");
            out.flush();
            // Until a signal ends the process.
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private void tell(String step) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("perigee demo: " + step);
        err.flush();
    }

    private DemoOptions options() {
        try {
            DemoOptions options =
                    new DemoOptions(DemoRegion.parse(regions), edgesPerRegion, new DemoPorts(portBase), data, latency);
            Optional<String> tooSmall = tour ? Tour.cannotVisit(options) : Optional.empty();
            if (tooSmall.isPresent()) {
                throw new IllegalArgumentException(tooSmall.get());
            }
            return options;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
