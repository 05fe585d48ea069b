/**
 * Functions at the four points of a request: between the caching model's messages and the function model's.
 *
 * <p>Start here: {@link io.perigee.delivery.functions.FunctionPoints}.
 */
@NullMarked
package io.perigee.delivery.functions;

import org.jspecify.annotations.NullMarked;
