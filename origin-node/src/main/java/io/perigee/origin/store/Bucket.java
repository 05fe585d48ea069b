package io.perigee.origin.store;

import java.time.Instant;

/**
 * A bucket that exists.
 *
 * @param name its name
 * @param created when it was made, to the millisecond
 */
public record Bucket(BucketName name, Instant created) {}
