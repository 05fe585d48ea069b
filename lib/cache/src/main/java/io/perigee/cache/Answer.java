package io.perigee.cache;

import io.perigee.httpcaching.ResponseHead;

/**
 * What a call is answered with. The body must be ended (see {@link AnswerBody}).
 *
 * <p>An answer can fall dead between the moment it is given and the moment its head is sent, when an invalidation is applied in
 * between. A caller that does anything asynchronous in that time checks {@link #stillValid()} at the very end, and if it is
 * false discards the answer and calls the cache again: it will fetch anew.
 */
public final class Answer {
    private final ResponseHead head;
    private final AnswerBody body;
    private final Outcome outcome;
    private final Validity validity;
    private final long ageSeconds;
    private final long ttlSeconds;
    private final boolean stored;

    Answer(
            ResponseHead head,
            AnswerBody body,
            Outcome outcome,
            Validity validity,
            long ageSeconds,
            long ttlSeconds,
            boolean stored) {
        this.head = head;
        this.body = body;
        this.outcome = outcome;
        this.validity = validity;
        this.ageSeconds = ageSeconds;
        this.ttlSeconds = ttlSeconds;
        this.stored = stored;
    }

    /** Status and headers as they are to be sent; {@code Age} is up to date (RFC 9111 section 5.1). Hop-by-hop fields are gone. */
    public ResponseHead head() {
        return head;
    }

    public AnswerBody body() {
        return body;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Current age (RFC 9111 section 4.2.3); 0 for what never was in a cache. */
    public long ageSeconds() {
        return ageSeconds;
    }

    /** How long it stays fresh; negative when it is stale; 0 for what is not storable. */
    public long ttlSeconds() {
        return ttlSeconds;
    }

    /** Whether it is stored, or is being stored while it streams. */
    public boolean stored() {
        return stored;
    }

    /**
     * A sequence of the change log at which this response is known to be good: that of its fetch, or a later one up to which no
     * invalidation covers it.
     */
    public long fetchedAtSequence() {
        return validity.sequence();
    }

    /**
     * A sequence of the change log at which this response was validated by the origin, or a later one up to which no soft invalidation has
     * made it stale.
     */
    public long validatedAtSequence() {
        return validity.validatedAtSequence();
    }

    /** Whether no invalidation has overtaken it. Cheap; any thread. */
    public boolean stillValid() {
        return validity.holds();
    }

    /** The same as {@code body().discard()}. */
    public void discard() {
        body.discard();
    }

    /** The answer to HEAD. */
    Answer withoutBody() {
        body.discard();
        return new Answer(head, EmptyBody.INSTANCE, outcome, validity, ageSeconds, ttlSeconds, stored);
    }

    /** What an answer's validity hangs on. */
    interface Validity {
        /** Of an answer that no invalidation can overtake. */
        Validity ALWAYS = new Validity() {
            @Override
            public long sequence() {
                return 0;
            }

            @Override
            public long validatedAtSequence() {
                return 0;
            }

            @Override
            public boolean holds() {
                return true;
            }
        };

        long sequence();

        long validatedAtSequence();

        boolean holds();
    }
}
