/** {@code perigee functions test}. Start here: {@link io.perigee.cli.functiontest.TestCommand}. */
@NullMarked
package io.perigee.cli.functiontest;

import org.jspecify.annotations.NullMarked;
