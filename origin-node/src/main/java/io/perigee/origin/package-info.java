@NullMarked
package io.perigee.origin;

import org.jspecify.annotations.NullMarked;
