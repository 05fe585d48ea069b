package io.perigee.cli.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the engine builds images from. Beside the Dockerfile's own files:
 *
 * <pre>
 *   shared/               libraries that every service needs: one layer for all images
 *   edge/libraries/       those that only some services need
 *   edge/perigee/         Perigee's own libraries
 *   edge/service/         the service, and service.options: its class path and the class to start
 * </pre>
 *
 * <p>Closing it deletes it.
 */
record BuildContext(Path folder) implements AutoCloseable {

    private static final String IN_IMAGE = "/opt/perigee/lib/";

    /** Lays it out for all services, so that what they share does not depend on which of them are built. */
    static BuildContext of(SourceTree source) throws IOException {
        BuildContext context = new BuildContext(Files.createTempDirectory("perigee-images."));
        try {
            context.copyTree(source.images());
            Set<Path> shared = shared(source);
            for (Path jar : shared) {
                context.copy(jar, "shared");
            }
            for (Service service : Service.values()) {
                context.lay(source, service, shared);
            }
            return context;
        } catch (IOException | RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private static Set<Path> shared(SourceTree source) {
        Set<Path> shared = new LinkedHashSet<>(source.dependencies(Service.EDGE));
        for (Service service : Service.values()) {
            shared.retainAll(new HashSet<>(source.dependencies(service)));
        }
        shared.removeIf(source::isOwn);
        return shared;
    }

    private void lay(SourceTree source, Service service, Set<Path> shared) throws IOException {
        Path jar = source.jar(service);
        List<Path> dependencies = source.dependencies(service);
        Files.createDirectories(folder.resolve(service + "/libraries"));
        copy(jar, service + "/service");
        for (Path dependency : dependencies) {
            if (source.isOwn(dependency)) {
                copy(dependency, service + "/perigee");
            } else if (!shared.contains(dependency)) {
                copy(dependency, service + "/libraries");
            }
        }
        String classPath = Stream.concat(Stream.of(jar), dependencies.stream())
                .map(each -> IN_IMAGE + each.getFileName())
                .collect(Collectors.joining(":"));
        Files.writeString(
                folder.resolve(service + "/service/service.options"),
                "-cp\n" + classPath + "\n" + service.program() + "\n");
    }

    private void copy(Path jar, String to) throws IOException {
        Path target = Files.createDirectories(folder.resolve(to));
        // With its time: the JVM starts from an archive only if the jars are those that it was made of, and a layer is
        // the same
        // only if its files' times are.
        Files.copy(jar, target.resolve(jar.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void copyTree(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = folder.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
