package io.perigee.delivery.network;

import static java.util.Objects.requireNonNull;

import io.perigee.cluster.log.LogPosition;
import io.perigee.cluster.log.Missed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A control plane that has what the test gives it; until then, what is asked of it waits. Out of reach when it is down. */
final class FakeControlPlane implements ControlPlane {

    private final Map<String, Promise<Buffer>> code = new ConcurrentHashMap<>();
    private final AtomicInteger codeAsked = new AtomicInteger();
    private volatile @Nullable Snapshot snapshot;
    private volatile boolean down;

    void give(Snapshot given) {
        snapshot = given;
    }

    void giveCode(String name, byte[] jar) {
        promise(name).complete(Buffer.buffer(jar));
    }

    void goDown() {
        down = true;
    }

    int codeAsked() {
        return codeAsked.get();
    }

    private Promise<Buffer> promise(String name) {
        return code.computeIfAbsent(name, key -> Promise.promise());
    }

    @Override
    public CompletionStage<Missed> entriesAfter(LogPosition position) {
        return CompletableFuture.completedFuture(new Missed.TooOld());
    }

    @Override
    public Future<Snapshot> snapshot() {
        return down ? Future.failedFuture("out of reach") : Future.succeededFuture(requireNonNull(snapshot));
    }

    @Override
    public Future<Buffer> functionCode(String name, int version) {
        codeAsked.incrementAndGet();
        return down ? Future.failedFuture("out of reach") : promise(name).future();
    }
}
