/**
 * Who may do what at the origin node.
 *
 * <p>Start here: {@link io.perigee.origin.access.AccessGate} for the network's nodes, {@link io.perigee.origin.access.AccessKey} for S3
 * clients.
 */
@NullMarked
package io.perigee.origin.access;

import org.jspecify.annotations.NullMarked;
