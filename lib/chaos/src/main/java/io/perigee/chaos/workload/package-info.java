/**
 * What goes on in a network while it is harmed: content that says what it is, viewers who check it, operators who change it.
 * Start here: {@link io.perigee.chaos.workload.Workload}.
 */
@NullMarked
package io.perigee.chaos.workload;

import org.jspecify.annotations.NullMarked;
