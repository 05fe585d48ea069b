@NullMarked
package io.perigee.functions;

import org.jspecify.annotations.NullMarked;
