@NullMarked
package io.perigee.edge;

import org.jspecify.annotations.NullMarked;
