@NullMarked
package io.perigee.httpcaching;

import org.jspecify.annotations.NullMarked;
