package io.perigee.cache;

/**
 * What has happened on disk since the start, and what is there now.
 *
 * @param inUse whether there is a disk and it works
 * @param objects stored, now; each slice of a large object has its own
 * @param bytes what they take on disk, now
 * @param indexBytes what finding them takes in memory, now
 * @param hits objects found on disk that were not in memory
 * @param writes objects written
 * @param dropped objects not written, because too much was waiting or there was no room
 * @param damaged objects dropped because they were not as they were written
 * @param failures times that the disk was taken out of use, or that a read failed
 */
public record DiskCounters(
        boolean inUse,
        long objects,
        long bytes,
        long indexBytes,
        long hits,
        long writes,
        long dropped,
        long damaged,
        long failures) {}
