package io.perigee.cache;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * What a call is answered with. The body must be ended (see {@link AnswerBody}).
 *
 * <p>An answer can fall dead between the moment it is given and the moment its head is sent, when an invalidation is applied in
 * between. A caller that does anything asynchronous in that time checks {@link #stillValid()} at the very end, and if it is
 * false discards the answer and calls the cache again: it will fetch anew.
 */
public final class Answer {
    private final ResponseHead storedHead;
    private final AnswerBody body;
    private final Outcome outcome;
    private final Validity validity;
    private final long ageSeconds;
    private final long ttlSeconds;
    private final boolean stored;
    private final boolean saysAge;
    // As it is sent; made when somebody asks for it.
    private @Nullable ResponseHead head;

    /** An answer whose head is sent as it is. */
    Answer(
            ResponseHead head,
            AnswerBody body,
            Outcome outcome,
            Validity validity,
            long ageSeconds,
            long ttlSeconds,
            boolean stored) {
        this(head, body, outcome, validity, ageSeconds, ttlSeconds, stored, false);
    }

    /** @param saysAge whether {@code Age} is to be added to the head */
    Answer(
            ResponseHead storedHead,
            AnswerBody body,
            Outcome outcome,
            Validity validity,
            long ageSeconds,
            long ttlSeconds,
            boolean stored,
            boolean saysAge) {
        this.storedHead = storedHead;
        this.body = body;
        this.outcome = outcome;
        this.validity = validity;
        this.ageSeconds = ageSeconds;
        this.ttlSeconds = ttlSeconds;
        this.stored = stored;
        this.saysAge = saysAge;
    }

    public int status() {
        return storedHead.status();
    }

    /** Status and headers as they are to be sent; {@code Age} is up to date (RFC 9111 section 5.1). Hop-by-hop fields are gone. */
    public ResponseHead head() {
        ResponseHead sent = head;
        if (sent == null) {
            String age = age();
            sent = age == null
                    ? storedHead
                    : storedHead.withHeaders(storedHead.headers().with(HeaderNames.AGE, age));
            head = sent;
        }
        return sent;
    }

    /** The head without {@link #age}: shared by all answers out of what is stored, for those who make another of it. */
    public ResponseHead storedHead() {
        return storedHead;
    }

    /** What {@code Age} is to say in place of what may be in {@link #storedHead}; null where that is sent as it is. */
    public @Nullable String age() {
        return saysAge ? Long.toString(ageSeconds) : null;
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
        return new Answer(storedHead, EmptyBody.INSTANCE, outcome, validity, ageSeconds, ttlSeconds, stored, saysAge);
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
