package io.perigee.functions;

import java.util.Optional;

/** The versions of TLS that a function may allow with an origin, in the order of their age. */
public enum SslProtocol {
    SSL_3("SSLv3"),
    TLS_1_0("TLSv1"),
    TLS_1_1("TLSv1.1"),
    TLS_1_2("TLSv1.2");

    private final String label;

    SslProtocol(String label) {
        this.label = label;
    }

    /** Lambda@Edge's word for it, which is also Java's. */
    public String label() {
        return label;
    }

    /** The version of that label; empty for any other word. */
    public static Optional<SslProtocol> ofLabel(String label) {
        for (SslProtocol protocol : values()) {
            if (protocol.label.equals(label)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
