package io.perigee.delivery.exchange;

import io.perigee.httpcaching.RequestHead;

/** Proves to another node that a request comes from the network. */
@FunctionalInterface
public interface NodeCredentials {

    /** The {@code Perigee-Auth} header for this request, whose target is as the other node gets it. */
    String sign(RequestHead head);
}
