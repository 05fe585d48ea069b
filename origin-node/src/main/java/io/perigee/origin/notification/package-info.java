/**
 * Tells functions of what happens to objects.
 *
 * <p>Start here: {@link io.perigee.origin.notification.Outbox} keeps events on disk, {@link
 * io.perigee.origin.notification.OutboxDelivery} hands them to the control plane, which queues the invocations.
 */
@NullMarked
package io.perigee.origin.notification;

import org.jspecify.annotations.NullMarked;
