/**
 * Databases in MaxMind's format.
 *
 * <p>Start here: {@link io.perigee.geo.mmdb.MmdbDatabase} reads and hot-reloads an operator's file;
 * {@link io.perigee.geo.mmdb.MmdbWriter} makes small ones.
 */
@NullMarked
package io.perigee.geo.mmdb;

import org.jspecify.annotations.NullMarked;
