@NullMarked
package io.perigee.distribution;

import org.jspecify.annotations.NullMarked;
