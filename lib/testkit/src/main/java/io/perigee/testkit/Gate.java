package io.perigee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A barrier that the test opens: parties that arrive before wait, those that arrive later pass at once. The test can wait
 * for arrivals, so that "while the origin holds its answer, 40 viewers ask" is said without sleeping.
 */
public final class Gate {

    private final String name;
    private final Promise<Void> opened = Promise.promise();
    private final AtomicInteger arrivals = new AtomicInteger();

    /** A closed gate; the name is for the message of a wait that fails. */
    public Gate(String name) {
        this.name = name;
    }

    public Gate() {
        this("gate");
    }

    /** Counts an arrival; the future completes when the gate is open. */
    public Future<Void> arrive() {
        arrivals.incrementAndGet();
        return opened.future();
    }

    /** Arrives and blocks the calling thread until the gate is open; not for event loops. */
    public void pass() {
        Await.get(arrive());
    }

    public void open() {
        opened.tryComplete();
    }

    public int arrivals() {
        return arrivals.get();
    }

    /** Returns once at least so many have arrived. */
    public Gate awaitArrivals(int atLeast) {
        Await.until(
                () -> atLeast + " arrivals at " + name + ", saw " + arrivals.get(), () -> arrivals.get() >= atLeast);
        return this;
    }
}
