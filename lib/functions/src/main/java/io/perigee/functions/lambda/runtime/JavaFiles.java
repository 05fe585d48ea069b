package io.perigee.functions.lambda.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.functions.lambda.bootstrap.Bootstrap;
import io.perigee.functions.lambda.bootstrap.Rehearsal;
import io.perigee.functions.lambda.process.Commands;
import io.perigee.functions.lambda.process.Trees;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bootstrap of Java handlers and what it needs, copied from the node's own class path to where functions' users can read it, and
 * an archive of their classes for each JVM (<a
 * href="https://docs.oracle.com/en/java/javase/21/vm/class-data-sharing.html">Class Data Sharing</a>), with which it starts in half the time.
 */
final class JavaFiles {
    private static final Logger LOG = LoggerFactory.getLogger(JavaFiles.class);
    private static final String PACKAGE = Bootstrap.class.getPackageName().replace('.', '/');
    private static final List<String> CLASSES = List.of(
            "Bootstrap",
            "ErrorJson",
            "Handler",
            "HandlerContext",
            "Rehearsal",
            "Rehearsal$Context",
            "Rehearsal$Event",
            "Rehearsal$Logger",
            "Rehearsal$Sample",
            "RuntimeConnection",
            "RuntimeConnection$Answer",
            "RuntimeConnection$Event");
    private static final List<Class<?>> LIBRARIES = List.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class);

    /** Small heaps, and code that is compiled soon rather than well, start fastest. What a JVM has to say of itself is not the function's. */
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xlog:disable");

    private final Path directory;
    private final List<Path> jars = new ArrayList<>();
    private final Map<String, Optional<Path>> archives = new HashMap<>();

    /** Writes them below that directory, in place of what is there. Blocks on the disk. */
    JavaFiles(Path directory) throws IOException {
        this.directory = directory;
        Trees.delete(directory);
        // Where a package has its libraries, so that the rehearsal finds its handler as others do.
        Path lib = Files.createDirectories(directory.resolve("lib"));
        Path bootstrap = lib.resolve("bootstrap.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bootstrap))) {
            for (String name : CLASSES) {
                out.putNextEntry(new ZipEntry(PACKAGE + '/' + name + ".class"));
                try (InputStream in = Bootstrap.class.getResourceAsStream(name + ".class")) {
                    if (in == null) {
                        throw new FileNotFoundException("the class " + name);
                    }
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
        jars.add(bootstrap);
        for (Class<?> library : LIBRARIES) {
            Path jar = location(library);
            jars.add(Files.copy(jar, lib.resolve(jar.getFileName())));
        }
    }

    private static Path location(Class<?> library) throws IOException {
        try {
            return Path.of(
                    library.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the library of " + library + " has no path", e);
        }
    }

    /**
     * The command that runs a handler's bootstrap.
     *
     * @param memorySize the function's, MB
     */
    List<String> command(String program, int memorySize) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(OPTIONS);
        archive(program).ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
        command.add("-Xmx" + memorySize * 5 / 8 + 'm');
        command.addAll(List.of("-cp", classPath(), Bootstrap.class.getName()));
        return command;
    }

    private String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    /** Of that JVM; made when it is asked for first, which takes some seconds. Empty where that JVM cannot make one. */
    private synchronized Optional<Path> archive(String program) {
        return archives.computeIfAbsent(program, this::rehearse);
    }

    private Optional<Path> rehearse(String program) {
        Path archive = directory.resolve("classes-" + archives.size() + ".jsa");
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(OPTIONS);
        command.add("-XX:ArchiveClassesAtExit=" + archive);
        command.addAll(List.of("-cp", classPath(), Rehearsal.class.getName(), directory.toString()));
        if (Commands.output(command).isPresent() && Files.isReadable(archive)) {
            return Optional.of(archive);
        }
        LOG.info("{} makes no archive of classes; Java functions start without", program);
        return Optional.empty();
    }
}
