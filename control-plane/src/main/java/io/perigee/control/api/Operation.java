package io.perigee.control.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One operation of the API: how it is asked for, what it answers, and what does it.
 *
 * @param path with parameters in braces, such as {@code /v1/distributions/{id}}
 * @param id unique, in lower camel case
 * @param query the parameters that the query may have
 * @param answers the name of the schema of each successful answer by status; empty: no body
 * @param problems the statuses of problems beside those that any operation may have
 */
record Operation(
        HttpMethod method,
        String path,
        String id,
        String summary,
        Access access,
        List<Parameter> query,
        Content content,
        Map<Integer, String> answers,
        Set<Integer> problems,
        Function<Call, Future<Answer>> handler) {

    /** Who may ask. */
    enum Access {
        ANYBODY,
        OPERATORS,
        NODES
    }

    /** A parameter of the query. */
    record Parameter(String name, String type, String description) {}

    /** What the request's body is. */
    sealed interface Content {
        record None() implements Content {}

        /** JSON or YAML of this schema. */
        record Document(String schema) implements Content {}

        /** A function's package: a jar, a zip or a script. */
        record Code() implements Content {}

        /** What a function is invoked with: JSON of any form, or nothing. */
        record Payload() implements Content {}
    }

    /** A body that is an archive rather than JSON, as a schema's name in {@link #answers}. */
    static final String BYTES = "bytes";

    /** A body of server-sent events, as a schema's name in {@link #answers}. */
    static final String EVENTS = "text/event-stream";

    static Builder get(String path, String id, String summary) {
        return new Builder(HttpMethod.GET, path, id, summary);
    }

    static Builder put(String path, String id, String summary) {
        return new Builder(HttpMethod.PUT, path, id, summary);
    }

    static Builder post(String path, String id, String summary) {
        return new Builder(HttpMethod.POST, path, id, summary);
    }

    static Builder delete(String path, String id, String summary) {
        return new Builder(HttpMethod.DELETE, path, id, summary);
    }

    List<String> pathParameters() {
        List<String> names = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.length() - 1));
            }
        }
        return names;
    }

    /** Collects an operation; for operators unless said otherwise. */
    static final class Builder {
        private final HttpMethod method;
        private final String path;
        private final String id;
        private final String summary;
        private final List<Parameter> query = new ArrayList<>();
        private final Map<Integer, String> answers = new LinkedHashMap<>();
        private final Set<Integer> problems = new TreeSet<>();
        private Access access = Access.OPERATORS;
        private Content content = new Content.None();

        private Builder(HttpMethod method, String path, String id, String summary) {
            this.method = method;
            this.path = path;
            this.id = id;
            this.summary = summary;
        }

        Builder access(Access who) {
            access = who;
            return this;
        }

        Builder query(String name, String type, String description) {
            query.add(new Parameter(name, type, description));
            return this;
        }

        Builder takes(Content what) {
            content = what;
            return this;
        }

        Builder answers(int status, String schema) {
            answers.put(status, schema);
            return this;
        }

        Builder problems(Integer... statuses) {
            problems.addAll(List.of(statuses));
            return this;
        }

        Operation handledBy(Function<Call, Future<Answer>> handler) {
            return new Operation(
                    method, path, id, summary, access, List.copyOf(query), content, answers, problems, handler);
        }
    }
}
