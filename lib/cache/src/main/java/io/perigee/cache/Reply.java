package io.perigee.cache;

import io.vertx.core.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one answer that a call gets. Used on the call's event loop only. */
final class Reply {
    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    private final CacheCore core;
    private final CacheCall call;
    private final Handler<Answer> answered;
    private boolean given;

    Reply(CacheCore core, CacheCall call, Handler<Answer> answered) {
        this.core = core;
        this.call = call;
        this.answered = answered;
    }

    /** Delivers the first answer; others come after a defect, and are discarded. */
    void give(Answer answer) {
        if (given) {
            answer.discard();
            return;
        }
        given = true;
        core.tally.count(answer.outcome());
        Answer delivered = call.method().equals("HEAD") ? answer.withoutBody() : answer;
        try {
            answered.handle(delivered);
        } catch (RuntimeException e) {
            // The caller's defect: others may depend on this fetch, and on the memory.
            LOG.error("the handler of the answer for {} failed", call.key(), e);
            delivered.discard();
        }
    }
}
