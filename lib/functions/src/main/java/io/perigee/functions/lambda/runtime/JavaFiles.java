package io.perigee.functions.lambda.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perigee.functions.lambda.bootstrap.Bootstrap;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The bootstrap of Java handlers and what it needs, copied from the node's own class path to where functions' users can read it. */
final class JavaFiles {
    private static final String PACKAGE = Bootstrap.class.getPackageName().replace('.', '/');
    private static final List<String> CLASSES = List.of(
            "Bootstrap",
            "ErrorJson",
            "Handler",
            "HandlerContext",
            "RuntimeConnection",
            "RuntimeConnection$Answer",
            "RuntimeConnection$Event");
    private static final List<Class<?>> LIBRARIES = List.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class);

    private JavaFiles() {}

    static void write(Path directory) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(PACKAGE));
        for (String name : CLASSES) {
            try (InputStream in = Bootstrap.class.getResourceAsStream(name + ".class")) {
                if (in == null) {
                    throw new FileNotFoundException("the class " + name);
                }
                Files.copy(in, classes.resolve(name + ".class"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (Class<?> library : LIBRARIES) {
            Path jar = location(library);
            Files.copy(jar, directory.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
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

    /** The command that runs a handler's bootstrap. Small heaps, and code that is compiled soon rather than well, start fastest. */
    static List<String> command(String program, Path directory, int memorySize) {
        return List.of(
                program,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx" + memorySize * 5 / 8 + 'm',
                "-cp",
                directory + ":" + directory + "/*",
                Bootstrap.class.getName());
    }
}
