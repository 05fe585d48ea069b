@NullMarked
package io.perigee.testkit;

import org.jspecify.annotations.NullMarked;
