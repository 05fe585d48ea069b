package io.perigee.functions.lambda.runtime;

import io.perigee.functions.lambda.process.Commands;
import io.perigee.functions.lambda.process.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the program that runs a runtime. The first counts that is at least as new as the identifier says, asked as the user
 * that functions run as: a program in somebody's home is not there for them.
 */
public final class Interpreters {
    private final Sandbox sandbox;
    private final Map<String, String> configured;
    private final List<Path> path;
    private final Map<String, Interpreter> found = new ConcurrentHashMap<>();

    /**
     * @param configured the program for an identifier ({@code nodejs22.x}) or for a language ({@code nodejs}); others are
     *     looked for
     * @param path where to look
     */
    public Interpreters(Sandbox sandbox, Map<String, String> configured, List<Path> path) {
        this.sandbox = sandbox;
        this.configured = Map.copyOf(configured);
        this.path = List.copyOf(path);
    }

    /**
     * A program that runs functions.
     *
     * @param program its absolute path
     */
    public record Interpreter(Language language, Path program, String version) {}

    /**
     * The program for that identifier. Blocks while programs are asked for their version.
     *
     * @throws MissingInterpreterException if there is none, or only older ones
     */
    public Interpreter find(String identifier) {
        Interpreter known = found.get(identifier);
        if (known != null) {
            return known;
        }
        Language language = Language.of(identifier)
                .filter(one -> one != Language.PROVIDED)
                .orElseThrow(() -> new IllegalArgumentException(identifier + " has no interpreter"));
        Version wanted = language.version(identifier);
        List<String> seen = new ArrayList<>();
        for (Path program : candidates(language, identifier, wanted)) {
            Optional<Version> version = version(language, program);
            if (version.isPresent() && version.get().compareTo(wanted) >= 0) {
                Interpreter interpreter =
                        new Interpreter(language, program, version.get().toString());
                found.put(identifier, interpreter);
                return interpreter;
            }
            seen.add(program + version.map(old -> " is " + old).orElse(" does not run"));
        }
        throw new MissingInterpreterException(identifier + " needs " + language.prefix() + ' ' + wanted
                + " or newer on this node: " + (seen.isEmpty() ? "there is none" : String.join(", ", seen)));
    }

    private Optional<Version> version(Language language, Path program) {
        String option = language == Language.JAVA ? "-version" : "--version";
        return Commands.output(sandbox.trial(List.of(program.toString(), option)))
                .flatMap(Version::in);
    }

    private List<Path> candidates(Language language, String identifier, Version wanted) {
        String named = configured.getOrDefault(identifier, configured.get(language.prefix()));
        if (named != null) {
            return named.indexOf('/') >= 0 ? List.of(Path.of(named)) : onPath(List.of(named));
        }
        return switch (language) {
            case NODEJS -> onPath(List.of("node", "nodejs"));
            case PYTHON -> onPath(List.of("python" + wanted, "python3"));
            case JAVA -> {
                List<Path> candidates = new ArrayList<>();
                candidates.add(Path.of(System.getProperty("java.home"), "bin", "java"));
                candidates.addAll(onPath(List.of("java")));
                yield candidates;
            }
            case PROVIDED -> List.of();
        };
    }

    private List<Path> onPath(List<String> names) {
        List<Path> programs = new ArrayList<>();
        for (String name : names) {
            for (Path directory : path) {
                Path program = directory.resolve(name);
                if (Files.isExecutable(program) && !programs.contains(program)) {
                    programs.add(program);
                }
            }
        }
        return programs;
    }
}
