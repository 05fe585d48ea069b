/**
 * Processes that run code which is not trusted.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.process.Sandbox} gives each a place of its own (a user, a temporary
 * directory), wraps its command and ends all that came of it; {@link io.perigee.functions.lambda.process.ProcessTable} says
 * what runs and how much memory it has.
 */
@NullMarked
package io.perigee.functions.lambda.process;

import org.jspecify.annotations.NullMarked;
