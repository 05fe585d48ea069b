package io.perigee.control.api;

import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the operation that a request asks for. HEAD is answered as GET without its body. */
final class Routes {

    /** What a request's method and path lead to. */
    sealed interface Route {
        record Found(Operation operation, Map<String, String> parameters) implements Route {}

        record NoSuchPath() implements Route {}

        /**
         * The path has other methods.
         *
         * @param allow those, as the header {@code Allow} lists them
         */
        record NoSuchMethod(String allow) implements Route {}
    }

    private record Template(Operation operation, List<String> segments) {}

    private final List<Template> templates;

    Routes(List<Operation> operations) {
        this.templates = operations.stream()
                .map(operation -> new Template(operation, segments(operation.path())))
                .toList();
    }

    Route find(HttpMethod method, String path) {
        HttpMethod asked = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
        List<String> segments = segments(path);
        TreeSet<String> allow = new TreeSet<>();
        for (Template template : templates) {
            if (matches(template.segments(), segments)) {
                Operation operation = template.operation();
                if (operation.method().equals(asked)) {
                    return new Route.Found(operation, parameters(template.segments(), segments));
                }
                allow.add(operation.method().name());
            }
        }
        if (allow.contains("GET")) {
            allow.add("HEAD");
        }
        return allow.isEmpty() ? new Route.NoSuchPath() : new Route.NoSuchMethod(String.join(", ", allow));
    }

    private static boolean matches(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            boolean same = template.get(i).startsWith("{")
                    ? !path.get(i).isEmpty()
                    : template.get(i).equals(path.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> parameters(List<String> template, List<String> path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            if (template.get(i).startsWith("{")) {
                parameters.put(template.get(i).substring(1, template.get(i).length() - 1), path.get(i));
            }
        }
        return parameters;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
