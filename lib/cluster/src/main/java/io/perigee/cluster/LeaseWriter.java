package io.perigee.cluster;

import com.hazelcast.core.HazelcastException;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.lease.LeaseRecord;
import io.perigee.cluster.lease.LeaseTransport;
import io.perigee.cluster.lease.LogHead;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A process's lease record in the cluster's memory. */
final class LeaseWriter implements LeaseTransport {

    private final String key;
    private final Supplier<@Nullable SharedData> data;

    /** {@code data} gives null before the first connection. */
    LeaseWriter(String key, Supplier<@Nullable SharedData> data) {
        this.key = key;
        this.data = data;
    }

    @Override
    public CompletionStage<Void> write(LeaseRecord record) {
        return ask(shared -> Answers.direct(shared.leases().setAsync(key, DirectoryJson.encode(record))));
    }

    @Override
    public CompletionStage<LogHead> readHead() {
        return ask(SharedData::readHead)
                .thenApply(head -> head.orElseThrow(() -> new IllegalStateException("the log has no head yet")));
    }

    private <T> CompletionStage<T> ask(Function<SharedData, CompletionStage<T>> question) {
        SharedData shared = data.get();
        if (shared == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("not connected yet"));
        }
        try {
            return question.apply(shared);
        } catch (HazelcastException | IllegalStateException away) {
            return CompletableFuture.failedFuture(away);
        }
    }
}
