package io.perigee.control.change;

import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.Transaction;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.network.NetworkConfig;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides what is to become of an alias by what is there at that very moment, before anything else can change. */
@FunctionalInterface
public interface AliasStep<T> {

    /**
     * Says what is to become of the alias.
     *
     * @param present the alias as it is; null: there is none
     */
    Decision<T> decide(ReadTransaction transaction, NetworkConfig config, @Nullable FunctionAlias present);

    /** What is to become of it. */
    sealed interface Decision<T> {

        /** Nothing, for that reason. */
        record Refused<T>(Refusal refusal) implements Decision<T> {}

        /** It stays as it is; {@code alongside} is stored. */
        record Left<T>(T result, Consumer<Transaction> alongside) implements Decision<T> {}

        /** It becomes {@code to}, and {@code alongside} is stored with it; neither if it does not go together with the network. */
        record Moved<T>(FunctionAlias to, T result, Consumer<Transaction> alongside) implements Decision<T> {}
    }
}
