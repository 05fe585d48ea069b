package io.perigee.edge;

/** The steps that {@link EdgeRequestPath} puts in order. */
record EdgeSteps(
        String nodeId,
        Endings endings,
        Arrival arrival,
        Distributions distributions,
        Admission admission,
        ViewerFunctions functions,
        CacheStep cache,
        ErrorPages errorPages,
        ResponseHeads heads) {}
