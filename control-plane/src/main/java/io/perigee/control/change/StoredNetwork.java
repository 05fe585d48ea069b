package io.perigee.control.change;

import io.perigee.control.store.LoggedChange;
import io.perigee.control.store.ReadTransaction;
import io.perigee.control.store.StoredFunction;
import io.perigee.control.store.StoredResource;
import io.perigee.distribution.AccountLimit;
import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.FunctionConcurrency;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.InvalidDocumentException;
import io.perigee.distribution.network.NetworkConfig;
import io.perigee.distribution.network.NetworkFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration as the database has it. */
final class StoredNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(StoredNetwork.class);

    /** Further behind than this, reading all resources costs less than following the log. */
    private static final int FOLLOWED_ENTRIES = 1_000;

    private StoredNetwork() {}

    /** The config as of {@code head}, the log's last entry in this transaction, made from {@code known} where possible. */
    static NetworkConfig at(long head, NetworkConfig known, ReadTransaction transaction) {
        if (known.sequence() == head) {
            return known;
        }
        boolean followable = known.sequence() > 0
                && head > known.sequence()
                && head - known.sequence() <= FOLLOWED_ENTRIES
                && transaction.oldestEntry() <= known.sequence() + 1;
        return followable ? followed(known, transaction) : loaded(head, transaction);
    }

    private static NetworkConfig followed(NetworkConfig known, ReadTransaction transaction) {
        NetworkConfig config = known;
        for (LoggedChange entry : transaction.entriesAfter(known.sequence(), FOLLOWED_ENTRIES)) {
            try {
                config = config.with(entry.sequence(), NetworkFormat.readChange(entry.kind(), entry.payload()));
            } catch (InvalidDocumentException newer) {
                LOG.error(
                        "entry {} ({}) was written by a newer control plane and is passed over: {}",
                        entry.sequence(),
                        entry.kind(),
                        newer.getMessage());
                config = config.at(entry.sequence());
            }
        }
        return config;
    }

    private static NetworkConfig loaded(long head, ReadTransaction transaction) {
        SortedMap<String, List<FunctionVersion>> functions = new TreeMap<>();
        for (StoredFunction function : transaction.functions()) {
            functions
                    .computeIfAbsent(function.name(), name -> new ArrayList<>())
                    .add(function.function());
        }
        SortedMap<String, FunctionAlias> aliases = new TreeMap<>();
        for (StoredResource stored : transaction.resources(FunctionChanges.ALIAS)) {
            aliases.put(
                    stored.id(),
                    Documents.parse(stored.document(), FunctionAlias.class).orThrow());
        }
        SortedMap<String, KeyValueStore> stores = new TreeMap<>();
        for (StoredResource stored : transaction.resources(KeyValueChanges.KIND)) {
            KeyValueStore.About about = KeyValueChanges.about(stored);
            stores.put(stored.id(), KeyValueStore.of(about, transaction.keyValues(about.name())));
        }
        SortedMap<String, FunctionConcurrency> concurrency = new TreeMap<>();
        for (StoredResource stored : transaction.resources(FunctionChanges.CONCURRENCY)) {
            concurrency.put(
                    stored.id(),
                    Documents.parse(stored.document(), FunctionConcurrency.class)
                            .orThrow());
        }
        AccountLimit limit = transaction
                .resource(FunctionChanges.ACCOUNT_LIMIT, FunctionChanges.ACCOUNT_LIMIT)
                .map(stored ->
                        Documents.parse(stored.document(), AccountLimit.class).orThrow())
                .orElse(AccountLimit.DEFAULT);
        return new NetworkConfig(
                head,
                resources(transaction, ResourceKind.DISTRIBUTION, Distribution.class),
                resources(transaction, ResourceKind.CACHE_POLICY, CachePolicy.class),
                resources(transaction, ResourceKind.ORIGIN_REQUEST_POLICY, OriginRequestPolicy.class),
                resources(transaction, ResourceKind.RESPONSE_HEADERS_POLICY, ResponseHeadersPolicy.class),
                functions,
                aliases,
                stores,
                concurrency,
                limit);
    }

    private static <T extends Record> SortedMap<String, T> resources(
            ReadTransaction transaction, ResourceKind kind, Class<T> type) {
        SortedMap<String, T> resources = new TreeMap<>();
        for (StoredResource stored : transaction.resources(kind.documentKind())) {
            resources.put(stored.id(), Documents.parse(stored.document(), type).orThrow());
        }
        return resources;
    }
}
