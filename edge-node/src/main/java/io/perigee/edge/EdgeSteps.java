package io.perigee.edge;

/** The steps that {@link EdgeRequestPath} puts in order. */
record EdgeSteps(
        Endings endings,
        Arrival arrival,
        Distributions distributions,
        Admission admission,
        ViewerFunctions functions,
        CacheStep cache,
        ErrorPages errorPages,
        Selecting selecting,
        ResponseHeads heads) {}
