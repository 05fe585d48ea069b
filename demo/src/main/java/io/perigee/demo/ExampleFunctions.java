package io.perigee.demo;

import io.perigee.examples.abtest.AbTest;
import io.perigee.examples.country.CountryRedirect;
import io.perigee.examples.device.DeviceOrigin;
import io.perigee.examples.image.ImageResize;
import io.perigee.examples.security.SecurityHeaders;
import io.perigee.examples.whoami.WhoAmI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.coobird.thumbnailator.Thumbnails;

/**
 * The functions that the demo deploys: those of {@code examples/functions}, packed into one jar as a user's would be.
 *
 * <p>The jar is made of what is on the class path, so that it is the same whether the program runs from jars or from
 * folders of classes. The same classes give the same bytes, which keeps a demo with {@code --data} from publishing a new
 * version at each start.
 */
final class ExampleFunctions {

    /** Their classes by their names in the network. */
    static final Map<String, String> BY_NAME = Map.of(
            "ab-test", AbTest.class.getName(),
            "country-redirect", CountryRedirect.class.getName(),
            "device-origin", DeviceOrigin.class.getName(),
            "image-resize", ImageResize.class.getName(),
            "security-headers", SecurityHeaders.class.getName(),
            "who-am-i", WhoAmI.class.getName());

    private static final List<String> PACKED = List.of("io/perigee/examples", "net/coobird/thumbnailator");

    private ExampleFunctions() {}

    /** The jar's bytes. Blocks. */
    static byte[] jar() throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (Class<?> inside : List.of(ImageResize.class, Thumbnails.class)) {
            collect(inside, entries);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                JarEntry packed = new JarEntry(entry.getKey());
                packed.setTime(0);
                jar.putNextEntry(packed);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void collect(Class<?> inside, Map<String, byte[]> entries) throws IOException {
        Path source = source(inside);
        if (Files.isDirectory(source)) {
            walk(source, entries);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(source)) {
            walk(jar.getPath("/"), entries);
        }
    }

    private static void walk(Path root, Map<String, byte[]> entries) throws IOException {
        for (String folder : PACKED) {
            Path start = root.resolve(folder);
            if (Files.isDirectory(start)) {
                try (Stream<Path> files = Files.walk(start)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String name = root.relativize(file).toString().replace('\\', '/');
                        entries.put(name, Files.readAllBytes(file));
                    }
                }
            }
        }
    }

    private static Path source(Class<?> type) throws IOException {
        try {
            URI location =
                    type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IOException("the place that " + type.getName() + " was loaded from has no path", e);
        }
    }
}
