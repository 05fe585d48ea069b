/** Start here: {@link io.perigee.cluster.ring.RendezvousRing} says which node of a region owns an object. */
@NullMarked
package io.perigee.cluster.ring;

import org.jspecify.annotations.NullMarked;
