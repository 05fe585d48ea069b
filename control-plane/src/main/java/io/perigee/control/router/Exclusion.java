package io.perigee.control.router;

/** Why an edge is not among the candidates. */
enum Exclusion {
    NOT_READY("not-ready", "it starts, drains or says that it is not ready"),
    LEASE_LOST("lease-lost", "its lease has run out: it may have missed an invalidation"),
    REGION_NOT_SERVED("region-not-served", "the distribution's price class leaves its region out"),
    ROUTER_ITSELF("router-itself", "its public URL is this router's: the viewer would come back here");

    private final String label;
    private final String description;

    Exclusion(String label, String description) {
        this.label = label;
        this.description = description;
    }

    String label() {
        return label;
    }

    String description() {
        return description;
    }
}
