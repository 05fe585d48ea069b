package io.perigee.functions;

/** What came of a call at a response point: the response to go on with, or how the function failed. */
public sealed interface ResponseOutcome permits FunctionResponse, FunctionFailure {}
