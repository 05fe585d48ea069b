/**
 * A store of records on disk: a ring of segment files in one folder, together never larger than they are configured to be.
 *
 * <p>Start here: {@link io.perigee.cache.disk.DiskStore}. Records are appended by one thread ({@code DiskWriter}) to the ring's current
 * segment ({@code Ring}); {@code DiskIndex} finds them; {@code Recovery} makes the index again after a restart. What the records mean
 * is unknown here: a key is a hash, and whoever reads a record compares the key that lies in it.
 */
@NullMarked
package io.perigee.cache.disk;

import org.jspecify.annotations.NullMarked;
