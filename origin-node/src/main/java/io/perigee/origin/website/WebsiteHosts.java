package io.perigee.origin.website;

import io.perigee.origin.store.BucketName;
import io.vertx.core.net.HostAndPort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which bucket's website answers for a host name. Immutable. */
public final class WebsiteHosts {

    private final Map<String, Site> byHost = new HashMap<>();
    private final Optional<Site> fallback;

    record Site(BucketName bucket, Website website) {}

    /**
     * The websites of these buckets.
     *
     * @param websites by bucket; each answers to the bucket's name and to its own hosts
     * @param fallback the bucket that answers for all other names, one of the former; empty for none
     */
    public WebsiteHosts(Map<BucketName, Website> websites, Optional<BucketName> fallback) {
        websites.forEach((bucket, website) -> {
            Site site = new Site(bucket, website);
            byHost.put(bucket.value(), site);
            website.hosts().forEach(host -> byHost.put(host, site));
        });
        this.fallback = fallback.map(BucketName::value).map(byHost::get);
    }

    Optional<Site> find(@Nullable HostAndPort authority) {
        Site named = authority == null ? null : byHost.get(authority.host().toLowerCase(Locale.ROOT));
        return named == null ? fallback : Optional.of(named);
    }
}
