package io.perigee.cli.bench;

import io.perigee.benchmarks.hitratio.HitRatios;
import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Table;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code perigee bench hit-ratio}. */
@Command(
        name = "hit-ratio",
        header = "Compare what the memory tier keeps with LRU and with the offline bound.",
        description = {
            "On requests whose popularity follows Zipf's law, and on two public recordings that Caffeine's simulator carries in its jar: mvn dependency:copy -Dartifact=com.github.ben-manes.caffeine:simulator:3.2.0 -DoutputDirectory=.",
            "The offline bound is PFOO-L: no policy can have more hits, even one that knows the future."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  perigee bench hit-ratio", "  perigee bench hit-ratio --traces simulator-3.2.0.jar"})
public final class HitRatioCommand implements Callable<Integer> {

    private static final Path IN_REPOSITORY = Path.of(
            ".m2", "repository", "com", "github", "ben-manes", "caffeine", "simulator", "3.2.0", "simulator-3.2.0.jar");

    private final Terminal terminal;

    @Option(
            names = "--traces",
            paramLabel = "JAR",
            description = "Caffeine's simulator 3.2.0. Default: from Maven's local repository, if it is there.")
    private @Nullable Path traces;

    HitRatioCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path jar = traces != null ? traces : terminal.home().resolve(IN_REPOSITORY);
        if (!Files.isRegularFile(jar)) {
            if (traces != null) {
                throw CommandFailure.invalid("--traces: " + jar + " is no file");
            }
            terminal.err().println("the recorded traces are not here and are left out; --help says how to get them");
            jar = null;
        }
        Table table = new Table(List.of("WORKLOAD", "CACHE-MIB", "POLICY", "HITS-%", "BYTE-HITS-%"));
        try {
            for (HitRatios.Row row :
                    HitRatios.measure(jar, doing -> terminal.err().println("hit-ratio: " + doing))) {
                table.row(List.of(
                        row.workload(),
                        String.format(Locale.ROOT, "%.1f", row.capacity() / (double) (1 << 20)),
                        row.policy(),
                        String.format(Locale.ROOT, "%.1f", row.requests() * 100),
                        String.format(Locale.ROOT, "%.1f", row.bytes() * 100)));
            }
        } catch (IOException e) {
            throw CommandFailure.failed("the traces cannot be read", String.valueOf(e.getMessage()));
        }
        table.print(terminal.out());
        return 0;
    }
}
