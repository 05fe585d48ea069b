@NullMarked
package io.perigee.regional;

import org.jspecify.annotations.NullMarked;
