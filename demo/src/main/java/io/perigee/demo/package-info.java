@NullMarked
package io.perigee.demo;

import org.jspecify.annotations.NullMarked;
