/**
 * Locks between the processes of a machine.
 *
 * <p>Start here: {@link io.perigee.locks.LockedFile#tryLock}.
 */
@NullMarked
package io.perigee.locks;

import org.jspecify.annotations.NullMarked;
