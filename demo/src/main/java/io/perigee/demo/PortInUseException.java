package io.perigee.demo;

/** A port that the demo needs is taken. */
public final class PortInUseException extends Exception {

    private static final long serialVersionUID = 1;

    private final int port;

    /** @param wantedBy what was to listen there */
    public PortInUseException(int port, String wantedBy, Throwable cause) {
        super(
                "port " + port + " is in use, and " + wantedBy
                        + " needs it; stop what listens there, or choose other ports" + " with --port-base",
                cause);
        this.port = port;
    }

    public int port() {
        return port;
    }
}
