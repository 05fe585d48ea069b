package io.perigee.functions;

/** What came of a call at a request point: what the function answered, or how it failed. */
public sealed interface RequestOutcome permits RequestResult, FunctionFailure {}
