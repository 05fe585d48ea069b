package io.perigee.origin;

import io.perigee.origin.access.AccessKey;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.StoreLimits;
import io.perigee.origin.website.Website;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that an origin node is told.
 *
 * @param website where the website endpoint listens: what a CDN takes as its origin
 * @param api where the S3 API listens
 * @param data the directory of the objects; created if missing, used by one node at a time
 * @param region the region that clients of the S3 API sign for, e.g. {@code us-east-1}
 * @param accessKeys who may use the S3 API; with none, it only serves anonymous reads of public buckets
 * @param buckets the buckets that the node makes at start if they are missing, by name
 * @param defaultWebsite the bucket whose website answers for host names that no website claims; empty: such requests
 *     get a 404
 * @param networkOnly whether everything but signed requests of the S3 API must come from a node of the network
 * @param limits bounds of disk and memory
 */
public record OriginNodeConfig(
        ListenAddress website,
        ListenAddress api,
        Path data,
        String region,
        List<AccessKey> accessKeys,
        Map<String, BucketConfig> buckets,
        Optional<String> defaultWebsite,
        boolean networkOnly,
        StoreLimits limits) {

    /** @throws IllegalArgumentException naming every violation at once, one a line, as {@code field: value: expected} */
    public OriginNodeConfig {
        Objects.requireNonNull(website, "website");
        Objects.requireNonNull(api, "api");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(limits, "limits");
        accessKeys = List.copyOf(accessKeys);
        buckets = Map.copyOf(buckets);
        List<String> violations = violations(region, accessKeys, buckets, defaultWebsite);
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", violations));
        }
    }

    /**
     * A node on free ports of loopback with one bucket, served as the website for every host name.
     *
     * @param data the directory of the objects
     * @param bucket the website's bucket
     */
    public static OriginNodeConfig singleSite(Path data, String bucket) {
        return new OriginNodeConfig(
                ListenAddress.loopback(),
                ListenAddress.loopback(),
                data,
                "us-east-1",
                List.of(),
                Map.of(bucket, BucketConfig.website(Website.standard())),
                Optional.of(bucket),
                false,
                StoreLimits.standard());
    }

    /** This configuration with the two endpoints elsewhere. */
    public OriginNodeConfig listeningOn(ListenAddress websiteAddress, ListenAddress apiAddress) {
        return new OriginNodeConfig(
                websiteAddress, apiAddress, data, region, accessKeys, buckets, defaultWebsite, networkOnly, limits);
    }

    /** This configuration with these credentials for the S3 API. */
    public OriginNodeConfig withAccessKeys(List<AccessKey> keys) {
        return new OriginNodeConfig(website, api, data, region, keys, buckets, defaultWebsite, networkOnly, limits);
    }

    /** This configuration with {@code networkOnly} set so. */
    public OriginNodeConfig withNetworkOnly(boolean only) {
        return new OriginNodeConfig(website, api, data, region, accessKeys, buckets, defaultWebsite, only, limits);
    }

    private static List<String> violations(
            String region,
            List<AccessKey> accessKeys,
            Map<String, BucketConfig> buckets,
            Optional<String> defaultWebsite) {
        List<String> found = new ArrayList<>();
        if (!region.matches("[a-z0-9-]{1,64}")) {
            found.add("region: '" + region + "': expected lower-case letters, digits and hyphens");
        }
        if (accessKeys.stream().map(AccessKey::id).distinct().count() < accessKeys.size()) {
            found.add("accessKeys: expected each id once");
        }
        Map<String, String> bucketOfHost = new HashMap<>();
        buckets.forEach((name, bucket) -> {
            if (!BucketName.isLegal(name)) {
                found.add("buckets." + name + ": expected " + BucketName.RULE);
            }
            for (String host : bucket.website().map(Website::hosts).orElse(List.of())) {
                String other = bucketOfHost.put(host, name);
                if (other != null) {
                    found.add("buckets." + name + ".website.hosts: '" + host + "': expected a host that is not " + other
                            + "'s as well");
                }
            }
        });
        defaultWebsite.ifPresent(name -> {
            BucketConfig bucket = buckets.get(name);
            if (bucket == null || bucket.website().isEmpty()) {
                found.add("defaultWebsite: '" + name + "': expected a bucket with a website");
            }
        });
        return found;
    }
}
