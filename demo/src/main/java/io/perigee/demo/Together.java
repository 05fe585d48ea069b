package io.perigee.demo;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work that goes on at the same time. Closing waits for all of it, so that nothing starts after a failure was cleaned up. */
final class Together implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("perigee-demo-start-", 0).daemon().factory());

    /** A piece of work under way. */
    @FunctionalInterface
    interface Task<T> {
        /** Waits for what it comes to. @throws CompletionException with what went wrong */
        T get();
    }

    <T> Task<T> begin(Callable<T> work) {
        Future<T> running = threads.submit(work);
        return () -> {
            try {
                return running.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof CompletionException already
                        ? already
                        : new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CompletionException(e);
            }
        };
    }

    @Override
    public void close() {
        threads.close();
    }
}
