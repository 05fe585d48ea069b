package io.perigee.cluster.lease;

import io.perigee.cluster.log.LogPosition;

/**
 * What a node writes to claim its lease, under a key that no other process ever uses (so that what an earlier process
 * of the same node left in flight cannot overwrite it).
 *
 * @param node the node's id
 * @param number counts the node's records, from 1
 * @param applied how far the node has applied the log
 * @param released the node has given its lease up for good: this is its last record
 */
public record LeaseRecord(String node, long number, LogPosition applied, boolean released) {}
