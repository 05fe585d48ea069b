/**
 * A whole network in one process, for people who want to see what a CDN does.
 *
 * <p>Start here: {@link io.perigee.demo.DemoNetwork} starts and stops it, {@link io.perigee.demo.DemoCommand} is the
 * command, {@link io.perigee.demo.tour.Tour} walks through what it does.
 */
@NullMarked
package io.perigee.demo;

import org.jspecify.annotations.NullMarked;
