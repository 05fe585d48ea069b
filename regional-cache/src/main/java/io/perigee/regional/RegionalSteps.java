package io.perigee.regional;

import io.perigee.cache.SequenceView;

/** The steps that {@link RegionalRequestPath} puts in order. */
record RegionalSteps(
        RegionalEndings endings,
        HopAdmission admission,
        CatchUp catchUp,
        Resolution resolution,
        RegionalCacheStep cache,
        SequenceView log) {}
