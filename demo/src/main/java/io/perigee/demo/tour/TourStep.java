package io.perigee.demo.tour;

/** One thing that a CDN does, shown. */
interface TourStep {

    String title();

    /** What is going to happen and why, in a sentence or two. */
    String story();

    /**
     * Does it, and tells the walk what was expected and seen. Blocks.
     *
     * @throws Exception if it could not be done at all, which counts as a difference
     */
    void take(Walk walk) throws Exception;
}
