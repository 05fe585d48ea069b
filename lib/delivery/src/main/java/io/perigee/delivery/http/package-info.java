/**
 * Between Vert.x's messages and the caching model's.
 *
 * <p>Start here: {@link io.perigee.delivery.http.Messages} converts heads; {@link
 * io.perigee.delivery.http.BufferedStream} is a body that has been looked into, or was made here.
 */
@NullMarked
package io.perigee.delivery.http;

import org.jspecify.annotations.NullMarked;
