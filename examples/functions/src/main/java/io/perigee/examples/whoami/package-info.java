/** A response that no origin was asked for. */
@NullMarked
package io.perigee.examples.whoami;

import org.jspecify.annotations.NullMarked;
