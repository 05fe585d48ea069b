/** Viewers sent to the site in their language. */
@NullMarked
package io.perigee.examples.country;

import org.jspecify.annotations.NullMarked;
