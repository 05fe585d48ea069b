package io.perigee.control;

import io.perigee.control.api.ApiTokens;
import io.perigee.control.change.Changes;
import io.perigee.control.output.FunctionOutputs;
import io.perigee.control.store.LogIdentity;
import io.perigee.control.store.Store;
import io.perigee.control.store.Transaction;
import io.perigee.node.auth.NetworkKeys;
import io.perigee.node.auth.NodeAuthenticator;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Objects;

/** Everything that a control plane has on disk, opened. */
record OpenedState(
        Store store,
        LogIdentity log,
        Changes changes,
        FunctionOutputs outputs,
        ApiTokens tokens,
        NodeAuthenticator authenticator,
        Path uploads) {

    /**
     * Blocks.
     *
     * @throws IOException if a file or folder cannot be used; the message names it
     */
    static OpenedState open(ControlConfig config) throws IOException {
        SecureRandom random = new SecureRandom();
        NodeAuthenticator authenticator = new NodeAuthenticator(
                NetworkKeys.read(config.keyFile()),
                config.id(),
                System::currentTimeMillis,
                random::nextLong,
                NodeAuthenticator.DEFAULT_CAPACITY);
        Files.createDirectories(config.data());
        ApiTokens tokens = ApiTokens.open(tokenFile(config), random);
        Path uploads = Files.createDirectories(config.data().resolve("uploads"));
        deleteFiles(uploads);
        Store store = Store.open(config.store(), InstantSource.system());
        LogIdentity log = store.inTransaction(Transaction::logIdentity);
        Changes changes = new Changes(store, config.keptLogEntries());
        changes.refreshed();
        FunctionOutputs outputs = new FunctionOutputs(
                store, InstantSource.system(), config.functions().output().kept());
        return new OpenedState(store, log, changes, outputs, tokens, authenticator, uploads);
    }

    static Path tokenFile(ControlConfig config) {
        return Objects.requireNonNullElseGet(
                config.tokens().file(), () -> config.data().resolve("api-token"));
    }

    /** Uploads that a process which died has left. */
    private static void deleteFiles(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
