/**
 * A node as the program of a process: reads its configuration, starts, says where it is, and ends as a signal has it.
 *
 * <p>Start here: {@link io.perigee.node.program.NodeProgram}.
 */
@NullMarked
package io.perigee.node.program;

import org.jspecify.annotations.NullMarked;
