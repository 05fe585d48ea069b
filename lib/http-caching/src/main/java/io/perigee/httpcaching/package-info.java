/**
 * HTTP caching semantics (RFC 9110, 9111, 5861, 8246, 9211, 9213) as pure functions over immutable records: no I/O, no clock
 * (time is passed in as epoch milliseconds), no knowledge of any server.
 *
 * <p>Start here: {@link io.perigee.httpcaching.Headers}, {@link io.perigee.httpcaching.RequestHead} and
 * {@link io.perigee.httpcaching.ResponseHead} are the messages that every other type speaks about.
 */
@NullMarked
package io.perigee.httpcaching;

import org.jspecify.annotations.NullMarked;
