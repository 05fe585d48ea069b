package io.perigee.benchmarks.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The moments in which a JVM stood still, from its log of safepoints: collections of the heap above all. */
record Standstills(Path log) {

    private static final Pattern TOTAL = Pattern.compile("Total: +(\\d+) ns");

    /** The option that makes each JVM write one into {@code folder}. */
    static String option(Path folder) {
        return "-Xlog:safepoint:file=" + folder.resolve("%p.log") + ":none";
    }

    /** That of a process that was started with {@link #option}. */
    static Standstills of(Path folder, Process process) {
        return new Standstills(folder.resolve(process.pid() + ".log"));
    }

    /** How long each of them took so far, nanoseconds. */
    List<Long> soFar() throws IOException {
        List<Long> nanos = new ArrayList<>();
        Matcher total = TOTAL.matcher(Files.readString(log));
        while (total.find()) {
            nanos.add(Long.parseLong(total.group(1)));
        }
        return nanos;
    }
}
