/**
 * When something is to happen again and again, in EventBridge's words.
 *
 * <p>Start here: {@link io.perigee.distribution.schedule.Schedule#parse}.
 */
@NullMarked
package io.perigee.distribution.schedule;

import org.jspecify.annotations.NullMarked;
