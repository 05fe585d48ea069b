package io.perigee.functions.lambda.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks a function's zip (or jar), within Lambda's limits
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda quotas</a>). What comes out can be
 * read and run by all and written by nobody. A symbolic link in a package comes out as a file that holds its target.
 */
public final class CodePackage {
    /** Zipped, as it is uploaded. */
    public static final long MAX_ZIPPED_BYTES = 50L << 20;

    /** All files together. */
    public static final long MAX_UNZIPPED_BYTES = 250L << 20;

    /** Files and directories: Lambda has no such limit, disks have. */
    public static final int MAX_ENTRIES = 100_000;

    private static final Set<PosixFilePermission> READ_AND_RUN = PosixFilePermissions.fromString("r-xr-xr-x");
    private static final int CHUNK = 65_536;

    private CodePackage() {}

    /**
     * Unpacks that package into a directory that is made for it. Blocks on the disk.
     *
     * @throws InvalidPackageException if it is no zip, too large, or has an entry that lies outside of it; the directory may
     *     hold a part of it then
     */
    public static void unpack(Path zip, Path directory) {
        try {
            long zipped = Files.size(zip);
            if (zipped > MAX_ZIPPED_BYTES) {
                throw new InvalidPackageException(
                        "it has " + zipped + " bytes, expected " + MAX_ZIPPED_BYTES + " (50 MB) or less");
            }
            Files.createDirectories(directory);
            try (ZipFile file = new ZipFile(zip.toFile())) {
                unpack(file, directory.toRealPath());
            }
        } catch (ZipException notOne) {
            throw new InvalidPackageException("it is no zip file: " + notOne.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("package " + zip + " cannot be unpacked: " + e, e);
        }
    }

    private static void unpack(ZipFile zip, Path root) throws IOException {
        List<? extends ZipEntry> entries = Collections.list(zip.entries());
        if (entries.size() > MAX_ENTRIES) {
            throw new InvalidPackageException(
                    "it has " + entries.size() + " entries, expected " + MAX_ENTRIES + " or less");
        }
        List<Path> directories = new ArrayList<>();
        directories.add(root);
        long left = MAX_UNZIPPED_BYTES;
        for (ZipEntry entry : entries) {
            Path target = target(root, entry.getName());
            if (entry.isDirectory()) {
                makeDirectories(root, target, directories);
            } else {
                makeDirectories(root, parent(target), directories);
                left -= copy(zip, entry, target, left);
            }
        }
        for (Path directory : directories) {
            Files.setPosixFilePermissions(directory, READ_AND_RUN);
        }
    }

    private static Path target(Path root, String name) {
        Path target;
        try {
            target = root.resolve(name.replace('\\', '/')).normalize();
        } catch (IllegalArgumentException notAName) {
            throw new InvalidPackageException("entry '" + name + "' has no name that a file can have");
        }
        if (!target.startsWith(root) || target.equals(root) || name.startsWith("/")) {
            throw new InvalidPackageException("entry '" + name + "' lies outside of it");
        }
        return target;
    }

    private static Path parent(Path belowTheRoot) {
        return Objects.requireNonNull(belowTheRoot.getParent());
    }

    private static void makeDirectories(Path root, Path directory, List<Path> made) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (!directory.equals(root)) {
            makeDirectories(root, parent(directory), made);
        }
        if (Files.exists(directory)) {
            throw new InvalidPackageException("'" + root.relativize(directory) + "' is a file and a directory in it");
        }
        Files.createDirectory(directory);
        made.add(directory);
    }

    /** Counts what comes out rather than what the entry says, which may lie. */
    private static long copy(ZipFile zip, ZipEntry entry, Path target, long left) throws IOException {
        if (Files.exists(target)) {
            throw new InvalidPackageException("entry '" + entry.getName() + "' is in it twice");
        }
        long copied = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                copied += read;
                if (copied > left) {
                    throw new InvalidPackageException(
                            "unpacked it has more than " + MAX_UNZIPPED_BYTES + " bytes (250 MB)");
                }
                out.write(chunk, 0, read);
            }
        }
        Files.setPosixFilePermissions(target, READ_AND_RUN);
        return copied;
    }
}
