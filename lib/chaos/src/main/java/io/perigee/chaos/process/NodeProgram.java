package io.perigee.chaos.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that runs nodes: {@code perigee edge|regional|control --config FILE}.
 *
 * @param mainClass its first class, on this process's class path
 * @param options of its JVM
 */
public record NodeProgram(String mainClass, List<String> options) {

    /** Many small nodes share a machine: little memory, and the collector and compiler that take the fewest threads. */
    private static final List<String> SMALL = List.of(
            "-Xmx192m", "-XX:MaxDirectMemorySize=128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    public NodeProgram {
        options = List.copyOf(options);
    }

    /** A program of this process's class path, which gets the same access to the JDK as this process has. */
    public static NodeProgram ofThisJvm(String mainClass) {
        List<String> options = new ArrayList<>(SMALL);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--") || each.equals("-XX:+IgnoreUnrecognizedVMOptions"))
                .forEach(options::add);
        return new NodeProgram(mainClass, options);
    }

    /** The command of a process that runs the program. */
    List<String> command(List<String> moreOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(moreOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tether.class.getName(), mainClass));
        command.addAll(arguments);
        return command;
    }
}
