/**
 * Judges a recorded run: which of the network's promises were kept. Start here: {@link io.perigee.chaos.check.Checker}.
 */
@NullMarked
package io.perigee.chaos.check;

import org.jspecify.annotations.NullMarked;
