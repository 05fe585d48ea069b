package io.perigee.control.store;

/**
 * A distribution or policy as it is stored.
 *
 * @param kind what it is, for example {@code Distribution}
 * @param id unique within its kind
 * @param etag changes with every change of the document
 * @param document JSON
 * @param sequence the log entry that brought this document
 * @param updatedAt epoch milliseconds
 */
public record StoredResource(String kind, String id, String etag, String document, long sequence, long updatedAt) {}
