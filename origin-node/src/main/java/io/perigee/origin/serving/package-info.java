/**
 * How an object goes out over HTTP: conditions, ranges, headers, bytes. Both endpoints use it.
 *
 * <p>Start here: {@link io.perigee.origin.serving.ObjectSender}.
 */
@NullMarked
package io.perigee.origin.serving;

import org.jspecify.annotations.NullMarked;
