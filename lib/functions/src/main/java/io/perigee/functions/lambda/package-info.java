/**
 * Lambda's runtimes: functions whose execution environments are processes that speak the Lambda Runtime API with the node.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.LambdaRuntime} makes a function out of a package;
 * {@code LambdaFunction} has its environments and gives each one call at a time; {@code Environment} is one process, from
 * its start to its end; {@code Warden} is the one thread that enforces limits and reads what functions print.
 */
@NullMarked
package io.perigee.functions.lambda;

import org.jspecify.annotations.NullMarked;
