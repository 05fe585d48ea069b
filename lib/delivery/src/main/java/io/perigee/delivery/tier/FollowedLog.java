package io.perigee.delivery.tier;

import io.perigee.cache.SequenceView;
import io.perigee.cluster.lease.LogContact;
import org.jspecify.annotations.Nullable;

/** The change log as the cache sees it: nothing applied and not kept until it is followed. */
final class FollowedLog implements SequenceView {

    private volatile @Nullable LogContact contact;

    void follow(LogContact followed) {
        contact = followed;
    }

    @Override
    public long applied() {
        LogContact followed = contact;
        return followed == null ? 0 : followed.applied();
    }

    @Override
    public boolean logKept() {
        LogContact followed = contact;
        return followed != null && followed.kept();
    }
}
