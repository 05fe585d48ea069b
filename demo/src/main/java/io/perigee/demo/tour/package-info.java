/**
 * A walk through what a CDN does, against a running demo network, with real requests.
 *
 * <p>Start here: {@link io.perigee.demo.tour.Tour} has the steps in their order; each is a class of its own that says what it
 * expects and what it saw.
 */
@NullMarked
package io.perigee.demo.tour;

import org.jspecify.annotations.NullMarked;
