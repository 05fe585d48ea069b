package io.perigee.functions.javascript;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The V8 of this process: its native library, and the flags that all isolates share and that are fixed with the first of them. */
final class V8Engine {
    /**
     * Old space and new space in MB, stack in KB. The smallest heap that V8 can be given and that leaves a function its 2 MB beside what the
     * runtime itself takes; a thread that enters V8 needs a stack of {@link #THREAD_STACK_BYTES}.
     */
    private static final String FLAGS =
            "--max-old-space-size=3 --max-semi-space-size=1 --stack-size=512 --single-threaded";

    static final int THREAD_STACK_BYTES = 2 << 20;

    private static @Nullable V8Engine loaded;

    private final V8Host host;

    private V8Engine(V8Host host) {
        this.host = host;
    }

    /**
     * Loads V8 with the first call.
     *
     * @throws IllegalStateException if it cannot be loaded on this machine
     */
    static synchronized V8Engine get() {
        V8Engine engine = loaded;
        if (engine == null) {
            engine = load();
            loaded = engine;
        }
        return engine;
    }

    private static V8Engine load() {
        JavetLibLoader loader = new JavetLibLoader(JSRuntimeType.V8);
        try {
            URL library = JavetLibLoader.class.getResource(loader.getResourceFileName());
            if (library == null) {
                throw new IllegalStateException("there is no V8 for this platform: " + loader.getLibFileName());
            }
            File directory = extracted(library, loader.getLibFileName()).toFile();
            JavetLibLoader.setLibLoadingListener(new IJavetLibLoadingListener() {
                @Override
                public File getLibPath(JSRuntimeType type) {
                    return directory;
                }

                @Override
                public boolean isDeploy(JSRuntimeType type) {
                    return false;
                }
            });
            V8RuntimeOptions.V8_FLAGS.setCustomFlags(FLAGS);
            V8Host host = V8Host.getV8Instance();
            if (!host.isLibraryLoaded()) {
                throw new IllegalStateException("V8 does not load: " + host.getLastException());
            }
            Environment.warm();
            return new V8Engine(host);
        } catch (JavetException e) {
            throw new IllegalStateException("there is no V8 for this platform: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("V8's library cannot be unpacked: " + e, e);
        }
    }

    /**
     * The folder with the library: one for all processes of a user and version, since it is big; written aside and moved into place, so
     * that no process ever maps a part of it or sees it change.
     */
    private static Path extracted(URL library, String name) throws IOException {
        long size = library.openConnection().getContentLengthLong();
        Path directory = Path.of(System.getProperty("user.home", "."), ".cache", "perigee", "v8");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException | UnsupportedOperationException noHome) {
            directory = Files.createTempDirectory("perigee-v8");
            directory.toFile().deleteOnExit();
            directory.resolve(name).toFile().deleteOnExit();
        }
        Path file = directory.resolve(name);
        if (!Files.exists(file) || Files.size(file) != size) {
            Path partial = Files.createTempFile(directory, name, ".partial");
            try (InputStream in = library.openStream()) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
        return directory;
    }

    /** A new isolate, with one context. */
    V8Runtime isolate() throws JavetException {
        V8Runtime runtime = host.createV8Runtime(new V8RuntimeOptions());
        runtime.setLogger(QuietLogger.INSTANCE);
        return runtime;
    }
}
