/**
 * Loads, runs, replaces and drains functions inside a node.
 *
 * <p>Start here: {@link io.perigee.functions.host.FunctionHost}, which picks the runtime of what is deployed. A call is admitted by its {@code LiveFunction}, run by an
 * instance of a {@code RunningFunction}, watched by the {@code Watchdog} for its time limit, and its result is judged by
 * {@code ResultRules}; {@code Call} is the order of these steps.
 */
@NullMarked
package io.perigee.functions.host;

import org.jspecify.annotations.NullMarked;
