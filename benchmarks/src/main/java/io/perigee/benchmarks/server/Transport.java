package io.perigee.benchmarks.server;

/** What is spoken between viewer and server. */
public enum Transport {
    /** HTTP/1.1 on connections that are kept alive. */
    HTTP("HTTP/1.1"),
    /** The same over TLS 1.3. */
    TLS("TLS 1.3");

    private final String title;

    Transport(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
