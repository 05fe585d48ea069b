/**
 * From what a cache answered to what the next hop down gets.
 *
 * <p>Start here: {@link io.perigee.delivery.response.Selection} applies the request's conditions and ranges.
 */
@NullMarked
package io.perigee.delivery.response;

import org.jspecify.annotations.NullMarked;
