package io.perigee.cli.resource;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import io.perigee.cli.terminal.Violations;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the documents that a command line names; whatever is wrong in any of them is reported at once. */
public final class DocumentFiles {

    private static final String STANDARD_INPUT = "-";

    private final Terminal terminal;
    private final List<Resource> resources = new ArrayList<>();
    private final Map<String, String> sourceOf = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private DocumentFiles(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * All resources of the sources, in the order in which they can be applied.
     *
     * @param sources files, folders (their {@code .yaml}, {@code .yml} and {@code .json} files, also in folders below) and
     *     {@code -} for standard input
     * @throws CommandFailure if anything is missing or not valid
     */
    public static List<Resource> read(Terminal terminal, List<String> sources) {
        DocumentFiles files = new DocumentFiles(terminal);
        sources.forEach(files::source);
        if (!files.problems.isEmpty()) {
            throw CommandFailure.invalid("not valid:", files.problems);
        }
        return files.resources.stream().sorted(Comparator.comparing(Kind::of)).toList();
    }

    private void source(String source) {
        if (source.equals(STANDARD_INPUT)) {
            parse("standard input", terminal.readIn());
            return;
        }
        Path path = Path.of(source);
        if (!Files.isDirectory(path)) {
            file(path);
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(path)) {
            files = walk.filter(file -> file.getFileName().toString().matches(".*\\.(ya?ml|json)"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(path + ": cannot be read");
            return;
        }
        if (files.isEmpty()) {
            problems.add(path + ": no file that ends in .yaml, .yml or .json");
        }
        files.forEach(this::file);
    }

    private void file(Path file) {
        try {
            parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            problems.add(file + ": no such file");
        } catch (MalformedInputException e) {
            problems.add(file + ": not a text in UTF-8");
        } catch (IOException e) {
            problems.add(file + ": cannot be read");
        }
    }

    private void parse(String source, String text) {
        switch (Documents.parseAll(text)) {
            case Parsed.Valid<List<Resource>>(List<Resource> found) -> found.forEach(each -> add(source, each));
            case Parsed.Invalid<List<Resource>>(List<Violation> violations) ->
                Violations.lines(violations).forEach(line -> problems.add(source + ": " + line));
        }
    }

    private void add(String source, Resource resource) {
        String name = Kind.of(resource).named(resource.id());
        String other = sourceOf.putIfAbsent(name, source);
        if (other == null) {
            resources.add(resource);
        } else {
            problems.add(source + ": " + name + " is in " + other + " as well");
        }
    }
}
