package io.perigee.control.store;

/**
 * Which log this database holds.
 *
 * @param log opaque, no spaces
 * @param created it was made just now, and nothing has been logged yet
 */
public record LogIdentity(String log, boolean created) {}
