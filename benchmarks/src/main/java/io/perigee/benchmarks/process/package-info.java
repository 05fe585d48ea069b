/** Processes that a comparison starts, and what they cost. Start here: {@link io.perigee.benchmarks.process.ChildProcesses}. */
@NullMarked
package io.perigee.benchmarks.process;

import org.jspecify.annotations.NullMarked;
