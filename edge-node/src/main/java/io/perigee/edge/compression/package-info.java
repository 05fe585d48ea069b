/**
 * Compression of responses at the edge, by CloudFront's rules.
 *
 * <p>Start here: {@link io.perigee.edge.compression.Compression} stands between the cache and what is behind it, so that a response is
 * compressed once, before it is stored. {@link io.perigee.edge.compression.CompressedHeads} says which responses and what becomes
 * of their heads; {@link io.perigee.edge.compression.CompressingBody} is the body on its way.
 */
@NullMarked
package io.perigee.edge.compression;

import org.jspecify.annotations.NullMarked;
