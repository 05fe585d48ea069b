package io.perigee.functions.javascript;

/** What a function did instead of answering. The message is what it threw, with the stack of the script; there is no other. */
public final class ScriptException extends RuntimeException {
    ScriptException(String message) {
        super(message, null, false, false);
    }
}
