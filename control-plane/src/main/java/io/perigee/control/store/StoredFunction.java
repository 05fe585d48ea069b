package io.perigee.control.store;

/**
 * One immutable version of a function, without its code.
 *
 * @param name the function
 * @param version from 1, counted up by each publication
 * @param sha256 lower-case hexadecimal digest of the code
 * @param entryClass the class that a node starts
 * @param sizeBytes of the code
 * @param publishedAt epoch milliseconds
 * @param sequence its log entry
 */
public record StoredFunction(
        String name, int version, String sha256, String entryClass, long sizeBytes, long publishedAt, long sequence) {}
