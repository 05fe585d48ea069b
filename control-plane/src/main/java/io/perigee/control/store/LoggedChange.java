package io.perigee.control.store;

/**
 * One entry of the change log as it is stored.
 *
 * @param sequence its place in the log, from 1, without gaps
 * @param kind what changed, in the words of the distribution model
 * @param payload JSON
 * @param acceptedAt epoch milliseconds
 */
public record LoggedChange(long sequence, String kind, String payload, long acceptedAt) {}
