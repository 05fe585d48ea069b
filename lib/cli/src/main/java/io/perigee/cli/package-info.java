@NullMarked
package io.perigee.cli;

import org.jspecify.annotations.NullMarked;
