package io.perigee.cli.chaos;

import io.perigee.chaos.history.Event;
import io.perigee.chaos.place.Place;
import io.perigee.chaos.place.PlaceException;
import io.perigee.chaos.process.Equipment;
import io.perigee.chaos.process.NodeProgram;
import io.perigee.chaos.process.Postgres;
import io.perigee.chaos.process.ProcessPlace;
import io.perigee.chaos.run.ChaosRun;
import io.perigee.chaos.scenario.FaultKind;
import io.perigee.chaos.scenario.Scenario;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run on processes of this machine, with a folder for them. Whatever ends this process ends them. */
final class Rehearsal implements AutoCloseable {

    private static final String PROGRAM = "io.perigee.cli.Perigee";

    private final Terminal terminal;
    private final Scenario scenario;
    private final @Nullable Path keep;
    private final AtomicReference<@Nullable Place> place = new AtomicReference<>();
    private final AtomicReference<@Nullable Path> folder = new AtomicReference<>();
    private final Thread end = Thread.ofPlatform().name("chaos-end").unstarted(this::end);
    private boolean finished;

    Rehearsal(Terminal terminal, Scenario scenario, @Nullable Path keep) {
        this.terminal = terminal;
        this.scenario = scenario;
        this.keep = keep;
    }

    List<Event> run() throws PlaceException, InterruptedException, IOException {
        Path own = prepare();
        folder.set(own);
        Runtime.getRuntime().addShutdownHook(end);
        RunProgress progress = new RunProgress(terminal);
        progress.step("scenario \"" + scenario.name() + "\", seed " + scenario.seed() + ", files in " + own);
        ChaosRun run = new ChaosRun(
                scenario,
                (wanted, originPort) -> start(wanted, own, originPort, progress),
                InetAddress.getLoopbackAddress(),
                progress);
        List<Event> events = run.run();
        finished = true;
        return events;
    }

    private Path prepare() throws IOException {
        if (keep == null) {
            return Files.createTempDirectory("perigee-chaos-");
        }
        Files.createDirectories(keep);
        try (Stream<Path> files = Files.list(keep)) {
            if (files.findAny().isPresent()) {
                throw CommandFailure.invalid("--keep: " + keep + " is not empty");
            }
        }
        return keep.toAbsolutePath().normalize();
    }

    private Place start(Scenario wanted, Path own, int originPort, RunProgress progress)
            throws PlaceException, InterruptedException {
        Equipment equipment = new Equipment(
                wanted.mayHave(FaultKind.FULL_DISK),
                wanted.mayHave(FaultKind.CLOCK_FORWARDS) || wanted.mayHave(FaultKind.CLOCK_BACKWARDS),
                wanted.network().controls() > 1 ? Postgres.start() : null);
        Place started = ProcessPlace.start(
                wanted.network(),
                NodeProgram.ofThisJvm(PROGRAM),
                own,
                originPort,
                equipment,
                wanted.seed(),
                node -> progress.step(node.id() + " is ready"));
        place.set(started);
        return started;
    }

    /** What this process's end does: nodes that are still being started end with it by themselves. */
    private void end() {
        Place running = place.get();
        if (running != null) {
            running.close();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // The process is ending, by a signal.
        }
        Path own = folder.get();
        if (own != null && keep == null) {
            if (finished) {
                delete(own);
            } else {
                terminal.err().println("chaos: the nodes' files and logs are in " + own);
            }
        }
    }

    private void delete(Path own) {
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            terminal.err().println("chaos: " + own + " cannot be deleted: " + e.getMessage());
        }
    }
}
