package io.perigee.functions.javascript;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JavaScript that comes with this package. Kept, since each isolate is made of it. */
final class Resources {
    private static final Map<String, String> KEPT = new ConcurrentHashMap<>();

    private Resources() {}

    /** A file of this package's resources. */
    static String script(String name) {
        return KEPT.computeIfAbsent(name, Resources::read);
    }

    /** The parser acorn, as its WebJar has it. */
    static String parser() {
        return script("/META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js");
    }

    private static String read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
