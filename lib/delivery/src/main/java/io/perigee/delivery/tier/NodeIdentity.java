package io.perigee.delivery.tier;

import io.perigee.node.config.Setting;

/** Who and where a node is. */
public record NodeIdentity(
        @Setting(
                value = "The node's id, unique in the network and stable over restarts, such as edge-fra-1.",
                pattern = NodeIdentity.NAME,
                form = NodeIdentity.NAME_FORM)
        String id,

        @Setting(value = "The region's name, such as eu.", pattern = NodeIdentity.NAME, form = NodeIdentity.NAME_FORM)
        String region,

        @Setting(
                value = "The place, as viewers read it in X-Amz-Cf-Pop, such as FRA50-P1.",
                pattern = NodeIdentity.NAME,
                form = NodeIdentity.NAME_FORM)
        String location,

        @Setting(value = "Where the node is, degrees north.", min = "-90", max = "90")
        double latitude,

        @Setting(value = "Where the node is, degrees east.", min = "-180", max = "180")
        double longitude) {

    static final String NAME = "[A-Za-z0-9._-]{1,64}";
    static final String NAME_FORM = "1 to 64 letters, digits, '.', '_' or '-'";

    /** This node's name in {@code Via}. */
    public String via() {
        return "1.1 " + id + ".perigee (Perigee)";
    }
}
