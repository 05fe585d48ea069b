package io.perigee.benchmarks.peers;

import io.perigee.benchmarks.load.LoadReport;
import io.perigee.benchmarks.load.Wrk;
import io.perigee.benchmarks.process.ChildProcesses;
import io.perigee.benchmarks.process.Executables;
import io.perigee.benchmarks.process.FileReads;
import io.perigee.benchmarks.process.ProcessorTime;
import io.perigee.benchmarks.process.Processors;
import io.perigee.benchmarks.process.RunRoot;
import io.perigee.benchmarks.process.UnsuitableMachineException;
import io.perigee.benchmarks.server.Contestant;
import io.perigee.benchmarks.server.ObjectsOrigin;
import io.perigee.benchmarks.server.Payload;
import io.perigee.benchmarks.server.ServerIdentity;
import io.perigee.benchmarks.server.Stage;
import io.perigee.benchmarks.server.Started;
import io.perigee.benchmarks.server.Storage;
import io.perigee.benchmarks.server.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Starts servers that cache the same small origin, warms them, and drives one after the other with the same load, round after round.
 *
 * <p>Interleaved, because a machine that has other work to do has it at different times: each server meets the quiet moments and the busy
 * ones. Processor time per request is what is compared; requests per second of a server that shares its processor say more about what it
 * shares it with.
 */
public final class PeerComparison implements AutoCloseable {

    private static final int CONNECTIONS = 64;
    private static final int MOST_WARM_UPS = 10;
    private static final double STILL_WARMING = 0.9;
    private static final int WARM_REQUESTS = 10_000;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Options options;
    private final Executables executables;
    private final ChildProcesses children = new ChildProcesses(STOP_LIMIT);
    private final RunRoot root;
    private final RunRoot diskRoot;
    private volatile boolean stopped;

    /**
     * What is compared, and how long.
     *
     * @param contestants those that are installed
     * @param rounds 1 or more
     * @param duration of each single measurement, whole seconds
     * @param warmUp for so long, whole seconds, each server is driven with each kind of request before anything counts, and again
     *     until that makes no difference any more; what runs on a JVM needs it
     */
    public record Options(
            List<Contestant> contestants, List<Payload> payloads, int rounds, Duration duration, Duration warmUp) {

        public Options {
            contestants = List.copyOf(contestants);
            payloads = List.copyOf(payloads);
        }
    }

    /** A server as it is started: one that serves from memory and from disk is started for each. */
    private record Server(String name, Storage storage) {
        static Server of(Contestant contestant) {
            return new Server(contestant.name(), contestant.storage());
        }

        static Server of(Lane lane) {
            return new Server(lane.server(), lane.storage());
        }

        @Override
        public String toString() {
            return storage == Storage.MEMORY ? name : name + " on disk";
        }
    }

    /** What is told on the way. */
    public interface Progress {
        /**
         * Called before each piece of work.
         *
         * @param doing in a few words
         */
        void at(int done, int all, String doing);
    }

    /** Starts nothing yet. */
    public PeerComparison(Options options, Executables executables) throws IOException {
        this.options = options;
        this.executables = executables;
        this.root = RunRoot.create();
        this.diskRoot = RunRoot.onDisk();
    }

    /**
     * Runs it, in the calling thread.
     *
     * @throws UnsuitableMachineException if the machine lacks what it takes
     * @throws IOException if a server does not start, ends too early or answers wrongly; the message says what it printed
     */
    public ComparisonReport run(Progress progress)
            throws UnsuitableMachineException, IOException, InterruptedException, ExecutionException {
        Processors processors = Processors.ofThisProcess();
        Path taskset = executables.require("taskset", "util-linux");
        Wrk wrk = new Wrk(children, executables, root.folder("wrk"), processors.load(), CONNECTIONS);
        double loadBefore = Machines.loadAverage();
        try (ObjectsOrigin origin = new ObjectsOrigin(options.payloads())) {
            URI originUrl = origin.start();
            ServerIdentity identity = ServerIdentity.create(root.folder("tls"));
            Map<Server, Started> servers = new LinkedHashMap<>();
            int lanes = lanes().size();
            int steps = options.contestants().size() + lanes * (1 + options.rounds());
            int done = 0;
            try (FirstAnswers answers = new FirstAnswers(identity.certificatePem(), origin)) {
                for (Contestant contestant : options.contestants()) {
                    Server server = Server.of(contestant);
                    progress.at(done++, steps, "starting " + server);
                    Stage stage = new Stage(
                            children,
                            switch (contestant.storage()) {
                                case MEMORY -> root.folder(contestant.name());
                                case DISK -> diskRoot.folder(contestant.name());
                            },
                            taskset,
                            processors,
                            originUrl,
                            origin.paths(),
                            identity);
                    Started started = contestant.start(stage);
                    servers.put(server, started);
                    answers.await(contestant.name(), contestant.storage(), started, payloads(contestant));
                }
            }
            for (Lane lane : lanes()) {
                progress.at(done++, steps, "warming " + Server.of(lane));
                warm(wrk, servers, lane, origin);
            }
            List<Drive> drives = new ArrayList<>();
            for (int round = 1; round <= options.rounds(); round++) {
                for (Lane lane : turned(lanes(), round)) {
                    progress.at(done++, steps, "round " + round);
                    drives.add(drive(wrk, servers, lane, round, options.duration(), origin));
                }
            }
            progress.at(steps, steps, "");
            return new ComparisonReport(Machines.here(loadBefore), entrants(), drives);
        }
    }

    /** Until a request costs no less than a moment before: a compiler that shares its processor takes its time. */
    private void warm(Wrk wrk, Map<Server, Started> servers, Lane lane, ObjectsOrigin origin)
            throws IOException, InterruptedException {
        double cost = Double.NaN;
        long requests = 0;
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            double before = cost;
            Drive drive = drive(wrk, servers, lane, 0, options.warmUp(), origin);
            cost = drive.processorMicrosPerRequest();
            requests += drive.load().requests();
            if (requests >= WARM_REQUESTS && cost > before * STILL_WARMING) {
                return;
            }
        }
    }

    private Drive drive(
            Wrk wrk, Map<Server, Started> servers, Lane lane, int round, Duration duration, ObjectsOrigin origin)
            throws IOException, InterruptedException {
        List<ProcessHandle> processes = server(servers, lane).processes().stream()
                .map(Process::toHandle)
                .toList();
        long askedBefore = origin.asked();
        long readBefore = FileReads.bytesOf(processes);
        long before = ProcessorTime.microsOf(processes);
        LoadReport load = wrk.drive(url(servers, lane), lane.storage().objects(lane.payload()), duration);
        long micros = ProcessorTime.microsOf(processes) - before;
        long read = contestant(lane).mapsItsFiles() ? -1 : FileReads.bytesOf(processes) - readBefore;
        return new Drive(lane, round, load, micros, origin.asked() - askedBefore, read);
    }

    private Contestant contestant(Lane lane) {
        return options.contestants().stream()
                .filter(contestant -> Server.of(contestant).equals(Server.of(lane)))
                .findFirst()
                .orElseThrow();
    }

    private List<Payload> payloads(Contestant contestant) {
        return options.payloads().stream().filter(contestant.storage()::takes).toList();
    }

    /** All lanes; servers follow each other directly with the same kind of request. */
    private List<Lane> lanes() {
        List<Lane> lanes = new ArrayList<>();
        for (Storage storage : Storage.values()) {
            for (Transport transport : Transport.values()) {
                for (Payload payload : options.payloads()) {
                    options.contestants().stream()
                            .filter(contestant -> contestant.storage() == storage
                                    && storage.takes(payload)
                                    && contestant.transports().contains(transport))
                            .forEach(contestant -> lanes.add(new Lane(storage, transport, payload, contestant.name())));
                }
            }
        }
        return lanes;
    }

    /** Every round begins with another lane, so that none always comes after the same. */
    private static List<Lane> turned(List<Lane> lanes, int round) {
        List<Lane> turned = new ArrayList<>(lanes);
        Collections.rotate(turned, -(round - 1));
        if (round % 2 == 0) {
            Collections.reverse(turned);
        }
        return turned;
    }

    private static Started server(Map<Server, Started> servers, Lane lane) {
        Started started = servers.get(Server.of(lane));
        if (started == null) {
            throw new IllegalStateException(lane.server() + " has not been started");
        }
        return started;
    }

    private static URI url(Map<Server, Started> servers, Lane lane) {
        URI base = server(servers, lane).urls().get(lane.transport());
        if (base == null) {
            throw new IllegalStateException(lane.server() + " does not speak " + lane.transport());
        }
        return base.resolve(ObjectsOrigin.path(lane.payload()));
    }

    private List<ComparisonReport.Entrant> entrants() {
        List<ComparisonReport.Entrant> entrants = new ArrayList<>();
        for (Contestant contestant : options.contestants()) {
            if (contestant.availability() instanceof Contestant.Availability.Installed(String version)) {
                entrants.add(new ComparisonReport.Entrant(
                        contestant.name(), contestant.storage(), contestant.role(), version, contestant.setup()));
            }
        }
        return entrants;
    }

    /** Whether it has been closed, so that what goes wrong from then on is no news. */
    public boolean isStopped() {
        return stopped;
    }

    /** Ends every process and deletes every file; may be called at any time, from any thread, and more than once. */
    @Override
    public void close() {
        // First: the thread that this stops reads it on its way here, where it waits for its turn.
        stopped = true;
        synchronized (children) {
            children.close();
            root.close();
            diskRoot.close();
        }
    }
}
