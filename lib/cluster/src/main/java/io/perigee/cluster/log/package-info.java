/**
 * The change log as a node follows it: one ordered sequence of entries that the control plane's database numbers.
 *
 * <p>Start here: {@code LogFollower} applies entries in order and fetches the ones it missed;
 * a node gives it an {@link io.perigee.cluster.log.EntryApplier} and a way to {@link
 * io.perigee.cluster.log.MissedEntries fetch what it missed}. Nothing here knows how entries travel.
 */
@NullMarked
package io.perigee.cluster.log;

import org.jspecify.annotations.NullMarked;
