package io.perigee.origin.store;

import java.util.List;
import java.util.Optional;

/**
 * One page of a bucket's keys in the order of their UTF-8 bytes.
 *
 * @param objects the objects of this page
 * @param commonPrefixes what was rolled up, each up to and including the delimiter
 * @param next where the next page resumes; empty if this is the last
 */
public record Listing(List<StoredObject> objects, List<String> commonPrefixes, Optional<String> next) {

    public Listing {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }
}
