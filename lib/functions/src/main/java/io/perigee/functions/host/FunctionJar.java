package io.perigee.functions.host;

import io.perigee.functions.runtime.FunctionDeploymentException;
import io.perigee.functions.runtime.FunctionDeploymentException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A jar with one or more functions in it, looked at without loading any class.
 *
 * @param bytes the file's size
 * @param entryClasses the classes that it declares as functions: the manifest's {@value #ATTRIBUTE} (separated by spaces or
 *     commas), then the lines of {@value #SERVICE}
 */
public record FunctionJar(Path path, long bytes, List<String> entryClasses) {
    /** The manifest attribute that names entry classes. */
    public static final String ATTRIBUTE = "Perigee-Function";

    /** The service file that names entry classes. */
    public static final String SERVICE = "META-INF/services/io.perigee.functions.EdgeFunction";

    public FunctionJar {
        entryClasses = List.copyOf(entryClasses);
    }

    /**
     * Reads the jar's directory and declarations.
     *
     * @throws FunctionDeploymentException if it is missing, too large or no jar
     */
    public static FunctionJar open(Path path, long maxBytes) {
        try {
            long bytes = Files.size(path);
            if (bytes > maxBytes) {
                throw new FunctionDeploymentException(
                        Reason.JAR_TOO_LARGE, path + " has " + bytes + " bytes, expected " + maxBytes + " or less");
            }
            try (JarFile jar = new JarFile(path.toFile(), false)) {
                Set<String> declared = new LinkedHashSet<>();
                Manifest manifest = jar.getManifest();
                if (manifest != null) {
                    String names = manifest.getMainAttributes().getValue(ATTRIBUTE);
                    addAll(declared, names == null ? "" : names);
                }
                ZipEntry service = jar.getEntry(SERVICE);
                if (service != null) {
                    String lines = new String(jar.getInputStream(service).readNBytes(65_536), StandardCharsets.UTF_8);
                    lines.lines().forEach(line -> addAll(declared, withoutComment(line)));
                }
                return new FunctionJar(path, bytes, List.copyOf(declared));
            }
        } catch (IOException | SecurityException unreadable) {
            throw new FunctionDeploymentException(
                    Reason.UNREADABLE_JAR, path + " cannot be read as a jar: " + unreadable, unreadable);
        }
    }

    /**
     * The class to run: the asked one, else the only declared one.
     *
     * @throws FunctionDeploymentException if none is asked for and none, or more than one, is declared
     */
    public String entryClass(Optional<String> asked) {
        if (asked.isPresent()) {
            return asked.get();
        }
        return switch (entryClasses.size()) {
            case 1 -> entryClasses.getFirst();
            case 0 ->
                throw new FunctionDeploymentException(
                        Reason.NO_ENTRY_CLASS,
                        path + " names no function: expected an entry class to be given, a manifest attribute "
                                + ATTRIBUTE + ", or a file " + SERVICE);
            default ->
                throw new FunctionDeploymentException(
                        Reason.NO_ENTRY_CLASS,
                        path + " has several functions: expected an entry class to be given, one of "
                                + String.join(", ", entryClasses));
        };
    }

    private static void addAll(Set<String> declared, String names) {
        for (String name : names.split("[\\s,]+", -1)) {
            if (!name.isEmpty()) {
                declared.add(name);
            }
        }
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return comment < 0 ? line : line.substring(0, comment);
    }
}
