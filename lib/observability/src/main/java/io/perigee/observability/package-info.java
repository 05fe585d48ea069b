@NullMarked
package io.perigee.observability;

import org.jspecify.annotations.NullMarked;
