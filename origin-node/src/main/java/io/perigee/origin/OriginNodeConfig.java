package io.perigee.origin;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.node.listen.ListenerConfig;
import io.perigee.node.process.DrainConfig;
import io.perigee.node.process.ManagementConfig;
import io.perigee.origin.access.AccessKey;
import io.perigee.origin.access.AccessKeyConfig;
import io.perigee.origin.notification.NotificationConfig;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.StoreLimits;
import io.perigee.origin.website.Website;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that an origin node is told. */
public record OriginNodeConfig(
        @Setting(value = "The node's name, for logs.", pattern = "(?s).*\\S.*", form = "a name") @Default("origin")
        String name,

        @Setting("The website endpoint: what a CDN takes as its origin.")
        ListenerConfig website,

        @Setting("The S3 API.") ListenerConfig api,
        @Setting("Where health and metrics are.") ManagementConfig management,
        @Setting("How it stops.") DrainConfig drain,

        @Setting("The folder of the objects; made where it is missing, used by one node at a time.")
        Path data,

        @Setting(
                value = "The region that clients of the S3 API sign for.",
                pattern = "[a-z0-9-]{1,64}",
                form = "1 to 64 lower-case letters, digits and hyphens")
        @Default("us-east-1")
        String region,

        @Setting("Who may use the S3 API; with none, it only serves anonymous reads of public buckets.")
        List<AccessKeyConfig> accessKeys,

        @Setting("The buckets that the node makes at start where they are missing, by name.")
        Map<String, BucketConfig> buckets,

        @Setting(
                "The bucket whose website answers for host names that no website claims; left out: such requests get a 404.")
        @Nullable
        String defaultWebsite,

        @Setting("Whether everything but signed requests of the S3 API must come from a node of the network.")
        @Default("false")
        boolean networkOnly,

        @Setting("The file with the network's keys; needed with networkOnly and with notifications.") @Nullable
        Path networkKeys,

        @Setting("The control planes' APIs, tried in turn; needed with notifications.")
        List<URI> controlPlanes,

        @Setting(
                "A PEM file with the authorities of the control planes' certificates, where controlPlanes begin with https; left out: those that Java trusts.")
        @Nullable
        Path trust,

        @Setting("Bounds of disk and memory.") StoreLimits limits) {

    /** @throws io.perigee.node.config.ConfigException naming every violation at once */
    public OriginNodeConfig {
        accessKeys = List.copyOf(accessKeys);
        buckets = Map.copyOf(buckets);
        controlPlanes = List.copyOf(controlPlanes);
        boolean notifies = notifies(buckets);
        ConfigChecks checks = new ConfigChecks()
                .that(
                        accessKeys.stream().map(AccessKeyConfig::id).distinct().count() == accessKeys.size(),
                        "accessKeys",
                        accessKeys,
                        "each id once");
        checks.that(!notifies || networkKeys != null, "networkKeys", networkKeys, "a file, as there are notifications")
                .that(
                        !notifies || !controlPlanes.isEmpty(),
                        "controlPlanes",
                        controlPlanes,
                        "at least one, as there are notifications");
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

    /** Whether functions are told of what happens to objects. */
    boolean notifies() {
        return notifies(buckets);
    }

    private static boolean notifies(Map<String, BucketConfig> buckets) {
        return buckets.values().stream()
                .anyMatch(bucket -> !bucket.notifications().isEmpty());
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
                ManagementConfig.on(0),
                DrainConfig.quick(),
                data,
                "us-east-1",
                List.of(),
                Map.of(bucket, BucketConfig.website(Website.standard())),
                bucket,
                false,
                null,
                List.of(),
                null,
                StoreLimits.standard());
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
                keys.stream().map(AccessKeyConfig::of).toList(),
                buckets,
                defaultWebsite,
                networkOnly,
                networkKeys,
                controlPlanes,
                trust,
                limits);
    }

    /** This configuration with functions that are told of what happens in a bucket, through these control planes. */
    public OriginNodeConfig withNotifications(
            String bucket, List<NotificationConfig> notifications, Path keys, List<URI> planes) {
        Map<String, BucketConfig> more = new HashMap<>(buckets);
        more.put(bucket, new BucketConfig(false, null, notifications));
        return new OriginNodeConfig(
                name,
                website,
                api,
                management,
                drain,
                data,
                region,
                accessKeys,
                more,
                defaultWebsite,
                networkOnly,
                keys,
                planes,
                trust,
                limits);
    }
}
