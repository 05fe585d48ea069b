/**
 * What the control plane remembers: resources, function code, invalidations and the change log, in one database.
 *
 * <p>Start here: {@link io.perigee.control.store.Store} opens the database; {@link io.perigee.control.store.Transaction}
 * is all that can be done in it.
 */
@NullMarked
package io.perigee.control.store;

import org.jspecify.annotations.NullMarked;
