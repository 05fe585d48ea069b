package io.perigee.distribution;

/** What an operator applies: a document with a kind and an id. */
public sealed interface Resource permits Distribution, CachePolicy, OriginRequestPolicy, ResponseHeadersPolicy {

    /** The name under which others refer to it; unique within its kind. */
    String id();
}
