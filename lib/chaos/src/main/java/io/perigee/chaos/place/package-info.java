/**
 * What a nemesis acts on, whatever it is made of: processes on one machine, containers, a cluster. Start here: {@link
 * io.perigee.chaos.place.Place}.
 */
@NullMarked
package io.perigee.chaos.place;

import org.jspecify.annotations.NullMarked;
