/** Phones served from an origin of their own. */
@NullMarked
package io.perigee.examples.device;

import org.jspecify.annotations.NullMarked;
