/** {@code perigee kvs}: key value stores, and what is in them. */
@NullMarked
package io.perigee.cli.kvs;

import org.jspecify.annotations.NullMarked;
