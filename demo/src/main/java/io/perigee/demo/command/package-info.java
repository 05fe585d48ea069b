/**
 * The demo on the command line.
 *
 * <p>Start here: {@link io.perigee.demo.command.DemoCommand}.
 */
@NullMarked
package io.perigee.demo.command;

import org.jspecify.annotations.NullMarked;
