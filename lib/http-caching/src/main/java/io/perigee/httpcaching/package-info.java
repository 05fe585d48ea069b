/**
 * HTTP caching semantics (RFC 9110, 9111, 5861, 8246, 9211, 9213) as pure functions over immutable records: no I/O, no clock
 * (time is passed in as epoch milliseconds), no knowledge of any server. Nothing here throws on what comes from the network.
 *
 * <p>Start here: {@link io.perigee.httpcaching.Headers}, {@link io.perigee.httpcaching.RequestHead} and
 * {@link io.perigee.httpcaching.ResponseHead} are the messages that all else speaks about. In a request's order:
 * {@link io.perigee.httpcaching.RequestTarget} and {@link io.perigee.httpcaching.FieldRules} let it in,
 * {@link io.perigee.httpcaching.Reuse} says whether a {@link io.perigee.httpcaching.StoredResponse} answers it,
 * {@link io.perigee.httpcaching.Preconditions} and {@link io.perigee.httpcaching.ByteRanges} say in which form,
 * {@link io.perigee.httpcaching.Revalidation} asks the origin about it, and {@link io.perigee.httpcaching.Storability} says whether
 * the origin's answer is kept.
 */
@NullMarked
package io.perigee.httpcaching;

import org.jspecify.annotations.NullMarked;
