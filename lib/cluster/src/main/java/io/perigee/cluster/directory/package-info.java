/**
 * Who is there: what each node says of itself, and the view of all of them that every node keeps.
 *
 * <p>Start here: {@link io.perigee.cluster.directory.NodeDirectory} lists the living nodes by role and region; {@link
 * io.perigee.cluster.directory.NodeInfo} is one entry.
 */
@NullMarked
package io.perigee.cluster.directory;

import org.jspecify.annotations.NullMarked;
