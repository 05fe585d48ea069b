package io.perigee.edge;

import io.perigee.observability.Reason;

/**
 * Why a request is not served.
 *
 * @param status 4xx or 5xx
 * @param message one sentence for the viewer, naming nothing of the inside
 */
record Refusal(int status, Reason reason, String message) {}
