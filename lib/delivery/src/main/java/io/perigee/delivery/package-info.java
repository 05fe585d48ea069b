@NullMarked
package io.perigee.delivery;

import org.jspecify.annotations.NullMarked;
