package io.perigee.node.program;

import io.perigee.node.config.ConfigException;
import java.lang.reflect.RecordComponent;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a node did not start, and what to look at: the file, the key of the configuration that names it, the port. */
final class StartFailure {

    private StartFailure() {}

    /** @param config what the node was told; null if that was not a file */
    static NodeStartException of(Throwable failure, @Nullable Record config) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException refused) {
                return NodeStartException.refused(refused);
            }
            if (cause instanceof FileSystemException named && named.getFile() != null) {
                return NodeStartException.notStarted(file(named, config));
            }
        }
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        List<String> lines = new ArrayList<>();
        // What follows the first line of a driver's message is for its developers.
        reason.lines().findFirst().ifPresent(lines::add);
        String root = String.valueOf(root(failure).getMessage());
        if (!reason.contains(root)) {
            root.lines().findFirst().ifPresent(lines::add);
        }
        if (root.contains("already in use")) {
            lines.add("end what listens there, or give the node another port");
        }
        return NodeStartException.notStarted(lines);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static List<String> file(FileSystemException failure, @Nullable Record config) {
        List<String> lines = new ArrayList<>();
        lines.add(failure.getFile() + " " + complaint(failure));
        if (config != null) {
            key("", config, Path.of(failure.getFile()))
                    .ifPresent(key -> lines.add("the configuration names it as " + key));
        }
        return lines;
    }

    private static String complaint(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "does not exist, or cannot be made";
        }
        if (failure instanceof AccessDeniedException) {
            return "may not be read or written by this user";
        }
        return "cannot be used: " + (failure.getReason() == null ? failure.toString() : failure.getReason());
    }

    /** The path of the key whose value is the file or a folder round it. */
    private static Optional<String> key(String path, Object value, Path file) {
        if (value instanceof Path named) {
            return file.startsWith(named) ? Optional.of(path) : Optional.empty();
        }
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Optional<String> found = key(path + "[" + i + "]", list.get(i), file);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (value instanceof Record configuration) {
            for (RecordComponent component : configuration.getClass().getRecordComponents()) {
                Object part = value(configuration, component);
                String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
                Optional<String> found = part == null ? Optional.empty() : key(name, part, file);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object value(Record configuration, RecordComponent component) {
        try {
            return component.getAccessor().invoke(configuration);
        } catch (ReflectiveOperationException e) {
            // A record that only its own package sees has no file in it that a user has named.
            return null;
        }
    }
}
