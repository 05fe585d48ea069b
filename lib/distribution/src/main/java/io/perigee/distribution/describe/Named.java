package io.perigee.distribution.describe;

/** A constant that documents spell otherwise than Java does, such as {@code redirect-to-https}. */
public interface Named {

    /** The constant as documents write it. */
    String documentName();
}
