package io.perigee.benchmarks.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Programs that are installed: on the path, or where Debian keeps servers, which is not on everybody's. */
public final class Executables {

    private static final List<String> SERVERS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private final List<Path> folders;

    private Executables(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Those of these folders only. */
    public static Executables in(Path... folders) {
        return new Executables(List.of(folders));
    }

    /** Those of a {@code PATH}. */
    public static Executables on(String path) {
        List<String> folders = new ArrayList<>(Arrays.asList(path.split(File.pathSeparator)));
        folders.addAll(SERVERS);
        return new Executables(folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList());
    }

    public Optional<Path> find(String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A program without which nothing can be compared. */
    public Path require(String name, String debianPackage) throws UnsuitableMachineException {
        return find(name)
                .orElseThrow(() -> new UnsuitableMachineException(
                        name + " is not installed; on Debian and Ubuntu: apt-get install " + debianPackage));
    }
}
