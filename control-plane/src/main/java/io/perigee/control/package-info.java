@NullMarked
package io.perigee.control;

import org.jspecify.annotations.NullMarked;
