/** Headers that make browsers careful. */
@NullMarked
package io.perigee.examples.security;

import org.jspecify.annotations.NullMarked;
