package io.perigee.cache;

import io.perigee.testkit.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own, in memory; whoever may mount one gets it, and a test of others is skipped. */
final class SmallFileSystem implements AutoCloseable {
    final Path path;

    private SmallFileSystem(Path path) {
        this.path = path;
    }

    /** Mounts it on this folder. */
    static SmallFileSystem mount(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        String failure = run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "perigee-test", folder.toString());
        if (!failure.isEmpty()) {
            throw Needs.missing("a small file system takes root, who may mount one: " + failure);
        }
        return new SmallFileSystem(folder);
    }

    void makeReadOnly() throws IOException {
        String failure = run("mount", "-o", "remount,ro", path.toString());
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
    }

    /** Also while files in it are open. */
    @Override
    public void close() throws IOException {
        String failure = run("umount", "-l", path.toString());
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
    }

    /** What it said when it failed; empty when it did not. */
    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return command[0] + " does not end";
            }
            return process.exitValue() == 0 ? "" : command[0] + " failed: " + said.strip();
        } catch (IOException e) {
            return command[0] + " is not there: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return command[0] + " was interrupted";
        }
    }
}
