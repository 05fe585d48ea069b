package io.perigee.benchmarks.server;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program on a JVM of its own.
 *
 * @param command all before its arguments
 */
public record JavaProgram(List<String> command) {

    public JavaProgram {
        command = List.copyOf(command);
    }

    /** A class of this program, on the JVM that this program runs on, with the same options and class path. */
    public static JavaProgram ofThisJvm(String mainClass) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        return new JavaProgram(command);
    }

    /** The same with more options for its JVM. */
    public JavaProgram withOptions(List<String> options) {
        List<String> more = new ArrayList<>(command);
        more.addAll(1, options);
        return new JavaProgram(more);
    }

    /** The whole command with these arguments. */
    public List<String> with(List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return all;
    }
}
