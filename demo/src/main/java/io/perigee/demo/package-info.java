/**
 * A whole network in one process, for people who want to see what a CDN does.
 *
 * <p>Start here: {@link io.perigee.demo.DemoNetwork} starts and stops it. The packages {@code tour} and {@code command}
 * stand on it.
 */
@NullMarked
package io.perigee.demo;

import org.jspecify.annotations.NullMarked;
