package io.perigee.cache.disk;

/**
 * Where a record lies.
 *
 * @param segment the number of the segment
 * @param offset in the segment, in bytes
 * @param length of the whole record, in bytes
 */
record Place(int segment, long offset, long length) {}
