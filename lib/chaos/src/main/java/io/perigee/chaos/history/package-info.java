/**
 * What happened in a run, and the file that keeps it. Start here: {@link io.perigee.chaos.history.Event}.
 */
@NullMarked
package io.perigee.chaos.history;

import org.jspecify.annotations.NullMarked;
