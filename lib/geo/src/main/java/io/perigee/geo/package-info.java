@NullMarked
package io.perigee.geo;

import org.jspecify.annotations.NullMarked;
