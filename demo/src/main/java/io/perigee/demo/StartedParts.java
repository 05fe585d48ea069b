package io.perigee.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be stopped: nodes at the same time, then their Vert.x instances, then the rest, last started first.
 * Everything is tried, whatever fails. Thread-safe.
 */
final class StartedParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartedParts.class);

    private record Part(String name, Callable<?> stop) {}

    private final List<Part> nodes = new ArrayList<>();
    private final List<Part> instances = new ArrayList<>();
    private final List<Part> others = new ArrayList<>();

    synchronized void addNode(String name, Supplier<Future<Void>> stop) {
        nodes.add(new Part(name, () -> NodeVertx.await(stop.get())));
    }

    synchronized void addVertx(String name, Vertx vertx) {
        instances.add(new Part(name, () -> NodeVertx.await(vertx.close())));
    }

    synchronized void add(String name, Runnable stop) {
        others.add(new Part(name, () -> {
            stop.run();
            return name;
        }));
    }

    /** A node that the others need until they are gone, such as the control plane. */
    synchronized void addLast(String name, Supplier<Future<Void>> stop) {
        others.add(new Part(name, () -> NodeVertx.await(stop.get())));
    }

    @Override
    public synchronized void close() {
        together(nodes);
        for (Part part : others.reversed()) {
            stop(part);
        }
        together(instances);
        nodes.clear();
        others.clear();
        instances.clear();
    }

    private static void together(List<Part> parts) {
        try (Together together = new Together()) {
            for (Part part : parts) {
                together.begin(() -> stop(part));
            }
        }
    }

    private static boolean stop(Part part) {
        try {
            part.stop().call();
            return true;
        } catch (Exception e) {
            LOG.warn("{} did not stop cleanly: {}", part.name(), e.toString());
            return false;
        }
    }
}
