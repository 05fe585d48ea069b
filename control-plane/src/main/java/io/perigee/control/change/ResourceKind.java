package io.perigee.control.change;

import io.perigee.distribution.CachePolicy;
import io.perigee.distribution.Distribution;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.OriginRequestPolicy;
import io.perigee.distribution.Resource;
import io.perigee.distribution.ResponseHeadersPolicy;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.network.Change;
import java.util.Map;

/** The kinds of documents that operators apply. */
public enum ResourceKind {
    DISTRIBUTION("Distribution"),
    CACHE_POLICY("CachePolicy"),
    ORIGIN_REQUEST_POLICY("OriginRequestPolicy"),
    RESPONSE_HEADERS_POLICY("ResponseHeadersPolicy");

    private final String documentKind;

    ResourceKind(String documentKind) {
        this.documentKind = documentKind;
    }

    /** The kind as documents and the store name it. */
    public String documentKind() {
        return documentKind;
    }

    /** Reads JSON or YAML; {@code kind} and {@code id} may be left out of it. */
    public Parsed<? extends Resource> parse(String text, String id) {
        return switch (this) {
            case DISTRIBUTION -> Documents.parse(text, Distribution.class, id);
            case CACHE_POLICY -> Documents.parse(text, CachePolicy.class, id);
            case ORIGIN_REQUEST_POLICY -> Documents.parse(text, OriginRequestPolicy.class, id);
            case RESPONSE_HEADERS_POLICY -> Documents.parse(text, ResponseHeadersPolicy.class, id);
        };
    }

    /** The resources of this kind that every network has, by id; they are not stored and cannot be changed. */
    public Map<String, ? extends Resource> managed() {
        return switch (this) {
            case DISTRIBUTION -> Map.of();
            case CACHE_POLICY -> ManagedPolicies.cachePolicies();
            case ORIGIN_REQUEST_POLICY -> ManagedPolicies.originRequestPolicies();
            case RESPONSE_HEADERS_POLICY -> ManagedPolicies.responseHeadersPolicies();
        };
    }

    Change deleted(String id) {
        return switch (this) {
            case DISTRIBUTION -> new Change.DistributionDeleted(id);
            case CACHE_POLICY -> new Change.CachePolicyDeleted(id);
            case ORIGIN_REQUEST_POLICY -> new Change.OriginRequestPolicyDeleted(id);
            case RESPONSE_HEADERS_POLICY -> new Change.ResponseHeadersPolicyDeleted(id);
        };
    }

    static ResourceKind of(Resource resource) {
        return switch (resource) {
            case Distribution ignored -> DISTRIBUTION;
            case CachePolicy ignored -> CACHE_POLICY;
            case OriginRequestPolicy ignored -> ORIGIN_REQUEST_POLICY;
            case ResponseHeadersPolicy ignored -> RESPONSE_HEADERS_POLICY;
        };
    }
}
