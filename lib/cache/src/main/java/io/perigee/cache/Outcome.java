package io.perigee.cache;

/** How an answer came about. */
public sealed interface Outcome {
    Hit HIT = new Hit();
    RefreshHit REFRESH_HIT = new RefreshHit(Miss.ForwardReason.STALE);
    Collapsed COLLAPSED = new Collapsed();

    /** Stored and fresh; the upstream was not asked. */
    record Hit() implements Outcome {}

    /** Stored, and confirmed by the upstream with a 304 for this request. */
    record RefreshHit(Miss.ForwardReason reason) implements Outcome {}

    /** Stored and stale, served all the same. */
    record StaleHit(StaleReason reason) implements Outcome {
        /** What allowed it. */
        public enum StaleReason {
            /** {@code stale-while-revalidate} (RFC 5861 section 3): it is being refreshed in the background. */
            WHILE_REVALIDATE,
            /** {@code stale-if-error} (RFC 5861 section 4): the upstream failed or answered 5xx. */
            IF_ERROR,
            /** The request's {@code max-stale} (RFC 9111 section 5.2.1.2). */
            MAX_STALE
        }
    }

    /** The upstream's response to a fetch made for this request. */
    record Miss(ForwardReason reason) implements Outcome {
        /** Why the upstream had to be asked; names as in RFC 9211 section 2.2. */
        public enum ForwardReason {
            /** Nothing is stored under the key. */
            URI_MISS,
            /** What is stored under the key was selected by other request headers. */
            VARY_MISS,
            /** What is stored is stale, or had to be validated, and did not match any more. */
            STALE,
            /** The request's own directives did not allow what is stored. */
            REQUEST,
            /** What is stored was invalidated. */
            INVALIDATED,
            /** What is stored lacks the part that the request begins with. */
            PARTIAL
        }
    }

    /** The response of a fetch that another request had started. */
    record Collapsed() implements Outcome {}

    /**
     * The response is for its sender only.
     *
     * @param forward what the cache had to say before; {@code URI_MISS} where it was not asked
     */
    record Bypass(BypassReason reason, Miss.ForwardReason forward) implements Outcome {
        /** Why not. */
        public enum BypassReason {
            /** Only GET and HEAD are answered from the cache. */
            METHOD,
            /** The call asked for it, or its request says {@code no-store}. */
            CALL,
            /** The response must not be stored. */
            NOT_STORABLE,
            /** A response under this key could not be shared a moment ago (hit-for-miss). */
            NOT_SHARED_LATELY,
            /** HEAD for what is not stored. */
            HEAD
        }
    }

    /** There is no response. The head carries the failure's status and no headers. */
    record Failed(Failure failure) implements Outcome {}
}
