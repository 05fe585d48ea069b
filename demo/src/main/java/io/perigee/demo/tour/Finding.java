package io.perigee.demo.tour;

/**
 * What one look at the network showed.
 *
 * @param what what was looked at
 * @param holds whether what was seen is what was expected
 */
public record Finding(String what, String expected, String seen, boolean holds) {}
