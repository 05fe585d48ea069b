/** The dashboard's files, as the control plane serves them. */
@NullMarked
package io.perigee.control.dashboard;

import org.jspecify.annotations.NullMarked;
