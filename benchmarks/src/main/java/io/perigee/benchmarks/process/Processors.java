package io.perigee.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which processors a comparison uses: one for the server under test, another for the load.
 *
 * @param server what servers are pinned to
 * @param load what the load generator is pinned to
 */
public record Processors(int server, int load) {

    /** The first and the last that this process may run on. */
    public static Processors ofThisProcess() throws UnsuitableMachineException {
        try {
            return of(Files.readString(Path.of("/proc/self/status")));
        } catch (IOException e) {
            throw new UnsuitableMachineException("Processor times are read from Linux's /proc, which is not here");
        }
    }

    /**
     * Keeps this process, with all its threads, to the load's processor, so that none of it runs beside a server.
     *
     * @param taskset the program that does it
     */
    public void keepThisProcessToLoad(Path taskset) throws IOException, InterruptedException {
        Process pinning = new ProcessBuilder(
                        taskset.toString(),
                        "-a",
                        "-c",
                        "-p",
                        Integer.toString(load),
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (pinning.waitFor() != 0) {
            throw new IOException("taskset could not keep this process to processor " + load);
        }
    }

    static Processors of(String status) throws UnsuitableMachineException {
        List<Integer> allowed = status.lines()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .map(line -> list(line.substring(line.indexOf(':') + 1).strip()))
                .orElse(List.of());
        if (allowed.size() < 2) {
            throw new UnsuitableMachineException(
                    "Two processors are needed, one for the server and one for the load; there are " + allowed.size());
        }
        return new Processors(allowed.getFirst(), allowed.getLast());
    }

    /** {@code 0-2,5}: 0, 1, 2, 5. */
    private static List<Integer> list(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] ends = part.split("-");
            for (int i = Integer.parseInt(ends[0]); i <= Integer.parseInt(ends[ends.length - 1]); i++) {
                numbers.add(i);
            }
        }
        return numbers;
    }
}
