@NullMarked
package io.perigee.node;

import org.jspecify.annotations.NullMarked;
