package io.perigee.functions;

/** What a function gets at viewer-request and origin-request. */
public record RequestEvent(EventConfig config, ViewerLocation viewer, FunctionRequest request) {}
