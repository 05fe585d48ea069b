/** The servers that are compared, each with its configuration. Start here: {@link io.perigee.benchmarks.server.Contestant}. */
@NullMarked
package io.perigee.benchmarks.server;

import org.jspecify.annotations.NullMarked;
