/**
 * What edges and regional caches say to each other: ordinary HTTP with a few {@code Perigee-*} headers.
 *
 * <p>Start here: {@link io.perigee.delivery.hop.InternalHeaders} names them; {@link io.perigee.delivery.hop.Hop} writes and reads
 * them.
 */
@NullMarked
package io.perigee.delivery.hop;

import org.jspecify.annotations.NullMarked;
