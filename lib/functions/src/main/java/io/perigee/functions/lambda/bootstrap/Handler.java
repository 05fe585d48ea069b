package io.perigee.functions.lambda.bootstrap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A handler's method: {@code package.Class::method}, or {@code package.Class} for {@code handleRequest}. It takes the event, read
 * as the type that it declares, or streams, and a context or none; so do {@code RequestHandler} and {@code RequestStreamHandler},
 * which are found by what their implementations declare. Package and bootstrap have class loaders of their own.
 */
final class Handler {
    /** Names of properties in any case, since events have {@code Records} where Java's types have {@code getRecords}. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private final Object target;
    private final Method method;

    private Handler(Object target, Method method) {
        this.target = target;
        this.method = method;
    }

    /** Fails with whatever loading and constructing the class fails with. */
    static Handler load(String taskRoot, String name) throws Exception {
        int colons = name.indexOf("::");
        String className = colons < 0 ? name : name.substring(0, colons);
        String methodName = colons < 0 ? "handleRequest" : name.substring(colons + 2);
        ClassLoader loader = new URLClassLoader(classPath(Path.of(taskRoot)), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = Class.forName(className, true, loader);
        Method method = Arrays.stream(type.getMethods())
                .filter(one -> one.getName().equals(methodName) && !one.isBridge())
                .max(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow(() -> new NoSuchMethodException("no public method " + methodName + " in " + className));
        method.setAccessible(true);
        return new Handler(type.getConstructor().newInstance(), method);
    }

    /** The package's classes, and the jars in its {@code lib}. */
    private static URL[] classPath(Path root) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(root.toUri().toURL());
        Path lib = root.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                for (Path jar : jars.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    byte[] call(RuntimeConnection.Event event) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        boolean streams = types.length > 0 && types[0] == InputStream.class;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int next = 0;
        if (streams) {
            arguments[next++] = new ByteArrayInputStream(event.payload());
            arguments[next++] = written;
        } else if (types.length > 0) {
            JavaType type = JSON.constructType(method.getGenericParameterTypes()[0]);
            arguments[next++] = JSON.readValue(event.payload(), type);
        }
        if (next < types.length) {
            arguments[next] = HandlerContext.of(types[next], event);
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getCause()) {
                case Exception failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw thrown;
            }
        }
        return streams ? written.toByteArray() : JSON.writeValueAsBytes(result);
    }
}
