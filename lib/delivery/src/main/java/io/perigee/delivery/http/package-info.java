/**
 * Between Vert.x's messages and the caching model's.
 *
 * <p>Start here: {@link io.perigee.delivery.http.Messages} converts heads; {@link
 * io.perigee.delivery.http.BufferedStream} is a body that has been looked into, or was made here; {@link
 * io.perigee.delivery.http.RequestEnd} is what every step of a request can rely on to end it.
 */
@NullMarked
package io.perigee.delivery.http;

import org.jspecify.annotations.NullMarked;
