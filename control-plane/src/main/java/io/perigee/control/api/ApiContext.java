package io.perigee.control.api;

/**
 * What the API says of the network.
 *
 * @param networkName the network's name
 * @param log the identity of the change log
 */
public record ApiContext(String networkName, String log) {}
