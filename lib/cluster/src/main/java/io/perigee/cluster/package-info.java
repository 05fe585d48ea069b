@NullMarked
package io.perigee.cluster;

import org.jspecify.annotations.NullMarked;
