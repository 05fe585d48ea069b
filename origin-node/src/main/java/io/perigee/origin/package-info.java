/**
 * The origin node: an S3-compatible object store with static website hosting and change events, for demos, tests and
 * small sites.
 *
 * <p>Start here: {@link io.perigee.origin.OriginNode} starts and stops a node. It has two endpoints, as Amazon S3 has:
 * the <em>website</em> endpoint, which a CDN takes as its origin, and the <em>API</em> endpoint, which S3 clients talk
 * to. Both stand on {@link io.perigee.origin.store.ObjectStore}.
 */
@NullMarked
package io.perigee.origin;

import org.jspecify.annotations.NullMarked;
