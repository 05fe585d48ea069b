package io.perigee.chaos.check;

import java.util.Locale;

/** What the network promises, whatever fails. */
public enum NetworkPromise {
    FRESH("no content fetched before an accepted invalidation is delivered after it completed"),
    NOTHING_LOST("no acknowledged change of configuration, function or invalidation is lost"),
    AGREEMENT("all live nodes agree on the configuration after healing, within 5 s"),
    LOSS_OF_A_NODE("losing an edge or a regional cache fails no more requests than were in flight on it"),
    CONTROL_PLANE_AWAY("while the control plane is away, viewers see nothing of it"),
    REGION_CUT_OFF(
            "a region that is cut off serves what it has, revalidates after its lease, and rejoins without a restart"),
    BODIES("no body is wrong or mixed"),
    PLANNED("a planned restart, upgrade or scaling of any node fails no request");

    private final String text;

    NetworkPromise(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** How the report in JSON calls it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
