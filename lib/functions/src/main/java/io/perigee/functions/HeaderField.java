package io.perigee.functions;

/** One header field line: its name as it was spelled, and its value (RFC 9110, section 5). */
public record HeaderField(String name, String value) {}
