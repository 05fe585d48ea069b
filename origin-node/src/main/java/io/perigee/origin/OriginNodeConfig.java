package io.perigee.origin;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.origin.access.AccessKey;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.StoreLimits;
import io.perigee.origin.website.Website;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that an origin node is told.
 *
 * @param name of the node, for logs
 * @param website the website endpoint: what a CDN takes as its origin
 * @param api the S3 API
 * @param management health and metrics
 * @param drain how the node goes away
 * @param data the directory of the objects; created if missing, used by one node at a time
 * @param region the region that clients of the S3 API sign for, e.g. {@code us-east-1}
 * @param accessKeys who may use the S3 API; with none, it only serves anonymous reads of public buckets
 * @param buckets the buckets that the node makes at start if they are missing, by name
 * @param defaultWebsite the bucket whose website answers for host names that no website claims; without it such requests
 *     get a 404
 * @param networkOnly whether everything but signed requests of the S3 API must come from a node of the network
 * @param networkKeys file of the network's keys, see {@link io.perigee.node.auth.NetworkKeys}; with {@code networkOnly},
 *     unless the embedding program brings a gate of its own
 * @param limits bounds of disk and memory
 */
public record OriginNodeConfig(
        @Default("origin") String name,
        ListenerConfig website,
        ListenerConfig api,
        ManagementConfig management,
        DrainConfig drain,
        Path data,
        @Default("us-east-1") String region,
        List<AccessKey> accessKeys,
        Map<String, BucketConfig> buckets,
        @Nullable String defaultWebsite,
        @Default("false") boolean networkOnly,
        @Nullable Path networkKeys,
        StoreLimits limits) {

    /** @throws io.perigee.node.config.ConfigException naming every violation at once */
    public OriginNodeConfig {
        accessKeys = List.copyOf(accessKeys);
        buckets = Map.copyOf(buckets);
        ConfigChecks checks = new ConfigChecks()
                .that(!name.isBlank(), "name", name, "a name")
                .that(
                        region.matches("[a-z0-9-]{1,64}"),
                        "region",
                        region,
                        "1 to 64 lower-case letters, digits and hyphens")
                .that(
                        accessKeys.stream().map(AccessKey::id).distinct().count() == accessKeys.size(),
                        "accessKeys",
                        accessKeys,
                        "each id once");
        Set<String> hosts = new HashSet<>();
        buckets.forEach((bucket, config) -> {
            checks.that(BucketName.isLegal(bucket), "buckets." + bucket, bucket, BucketName.RULE);
            Website site = config.website();
            for (String host : site == null ? List.<String>of() : site.hosts()) {
                checks.that(
                        hosts.add(host), "buckets." + bucket + ".website.hosts", host, "a host of one website only");
            }
        });
        BucketConfig byDefault = defaultWebsite == null ? null : buckets.get(defaultWebsite);
        checks.that(
                        defaultWebsite == null || (byDefault != null && byDefault.website() != null),
                        "defaultWebsite",
                        defaultWebsite,
                        "a bucket with a website")
                .done();
    }

    /**
     * A node on free ports of loopback with one bucket, served as the website for every host name.
     *
     * @param data the directory of the objects
     * @param bucket the website's bucket
     */
    public static OriginNodeConfig singleSite(Path data, String bucket) {
        return new OriginNodeConfig(
                "origin",
                ListenerConfig.on(0),
                ListenerConfig.on(0),
                new ManagementConfig("127.0.0.1", 0),
                DrainConfig.quick(),
                data,
                "us-east-1",
                List.of(),
                Map.of(bucket, BucketConfig.website(Website.standard())),
                bucket,
                false,
                null,
                StoreLimits.standard());
    }

    /** This configuration with the two endpoints elsewhere. */
    public OriginNodeConfig listeningOn(ListenerConfig websiteListener, ListenerConfig apiListener) {
        return new OriginNodeConfig(
                name,
                websiteListener,
                apiListener,
                management,
                drain,
                data,
                region,
                accessKeys,
                buckets,
                defaultWebsite,
                networkOnly,
                networkKeys,
                limits);
    }

    /** This configuration with these credentials for the S3 API. */
    public OriginNodeConfig withAccessKeys(List<AccessKey> keys) {
        return new OriginNodeConfig(
                name,
                website,
                api,
                management,
                drain,
                data,
                region,
                keys,
                buckets,
                defaultWebsite,
                networkOnly,
                networkKeys,
                limits);
    }

    /** This configuration with {@code networkOnly} set so. */
    public OriginNodeConfig withNetworkOnly(boolean only) {
        return new OriginNodeConfig(
                name,
                website,
                api,
                management,
                drain,
                data,
                region,
                accessKeys,
                buckets,
                defaultWebsite,
                only,
                networkKeys,
                limits);
    }
}
