/**
 * What runs a Java handler, in a process of its own: nothing of the node is there but this package and Jackson.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.bootstrap.Bootstrap} is the process's main class.
 */
@NullMarked
package io.perigee.functions.lambda.bootstrap;

import org.jspecify.annotations.NullMarked;
