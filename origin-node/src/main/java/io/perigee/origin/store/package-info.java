/**
 * Buckets and objects on disk: blocking, thread-safe, and knowing nothing of HTTP.
 *
 * <p>Start here: {@link io.perigee.origin.store.ObjectStore}; how an object lies in its file is told by {@link
 * io.perigee.origin.store.ObjectFile}.
 */
@NullMarked
package io.perigee.origin.store;

import org.jspecify.annotations.NullMarked;
