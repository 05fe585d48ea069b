/** Start here: {@link io.perigee.control.background.Rounds}, the rhythm of what a control plane does by itself. */
@NullMarked
package io.perigee.control.background;

import org.jspecify.annotations.NullMarked;
