package io.perigee.node.auth;

import java.util.Locale;

/** Whether a request comes from a node of this network. */
public sealed interface Authentication {

    /** It does; the node's id is as it signed it. */
    record Authentic(String nodeId) implements Authentication {}

    /** It does not, or not provably. */
    record Refused(Cause cause) implements Authentication {}

    /** Why a request is refused. The label is for logs and metrics; the sender is not told. */
    enum Cause {
        /** No {@code Perigee-Auth} field. */
        MISSING,
        /** The field cannot be read, or there are several. */
        MALFORMED,
        /** Signed with a key that this node does not have. */
        UNKNOWN_KEY,
        /** The signature is not that of this request. */
        BAD_SIGNATURE,
        /** Signed too long ago, or in the future. */
        EXPIRED,
        /** The same signed request was seen before. */
        REPLAYED,
        /** More requests within the window than the node remembers: it cannot tell a replay, so it refuses. */
        REPLAY_MEMORY_FULL;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
