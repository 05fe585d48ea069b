package io.perigee.functions.javascript;

import org.jspecify.annotations.Nullable;

/**
 * What a handler is called with.
 *
 * @param json the event, of version 1.0
 * @param rawQueryString null where the target has no question mark
 * @param edgeLocation what {@code cf.edgeLocation} is, as JSON
 * @param millis the time that stands still while it runs, since 1970; as JavaScript has it, a double
 */
record ScriptEvent(String json, @Nullable String rawQueryString, String edgeLocation, double millis) {}
