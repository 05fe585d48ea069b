package io.perigee.functions.host;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one version of one function. It shares with the node what both sides talk with: the function API, Vert.x
 * and Netty, SLF4J, Lambda's handler interfaces and the JDK. All else comes out of the jar alone, so that a function neither meets the node's own
 * libraries nor depends on their versions.
 */
final class FunctionClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of("io.perigee.functions.", "io.vertx.", "io.netty.", "org.slf4j.", "org.jspecify.");

    /** The package of {@code aws-lambda-java-core}; what lies below it, such as the event classes, is the function's own. */
    private static final String LAMBDA = "com.amazonaws.services.lambda.runtime.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader node;

    FunctionClassLoader(String name, Path jar, ClassLoader node) throws MalformedURLException {
        super(name, new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        this.node = node;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            return node.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = load(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        // The JDK's own packages may not be defined elsewhere; asking the jar for them first would only cost a search.
        if (!name.startsWith("java.")) {
            try {
                return findClass(name);
            } catch (ClassNotFoundException notInJar) {
                return getParent().loadClass(name);
            }
        }
        return getParent().loadClass(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    /** The jar's own only: service files of the node must not name classes that this loader does not see. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
    }

    private static boolean isShared(String className) {
        if (className.startsWith(LAMBDA) && className.indexOf('.', LAMBDA.length()) < 0) {
            return true;
        }
        for (String prefix : SHARED) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
