@NullMarked
package io.perigee.cache;

import org.jspecify.annotations.NullMarked;
