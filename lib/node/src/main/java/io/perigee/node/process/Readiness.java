package io.perigee.node.process;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whether a node should get requests: the sum of named checks, asked anew each time. Thread-safe. */
public final class Readiness {

    private final Map<String, Supplier<Optional<String>>> checks = new ConcurrentHashMap<>();

    /** Adds a check: empty when all is well, else what is not, in words. It must return at once. */
    public Readiness check(String name, Supplier<Optional<String>> check) {
        checks.put(name, check);
        return this;
    }

    public Readiness remove(String name) {
        checks.remove(name);
        return this;
    }

    /** What is not well, by the check's name; empty when the node is ready. A check that throws is not well. */
    public Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        checks.forEach((name, check) -> result(check).ifPresent(problem -> problems.put(name, problem)));
        return problems;
    }

    public boolean isReady() {
        return problems().isEmpty();
    }

    private static Optional<String> result(Supplier<Optional<String>> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Optional.of("the check failed: " + e);
        }
    }
}
