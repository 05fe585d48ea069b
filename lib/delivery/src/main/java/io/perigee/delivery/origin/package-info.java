/**
 * Getting responses from origins: which one is asked, and the functions that run there.
 *
 * <p>Start here: {@link io.perigee.delivery.origin.OriginFetch} holds the order of the steps.
 */
@NullMarked
package io.perigee.delivery.origin;

import org.jspecify.annotations.NullMarked;
