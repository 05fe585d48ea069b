/** Benchmarks. Start here: {@link io.perigee.cli.bench.BenchCommand}. */
@NullMarked
package io.perigee.cli.bench;

import org.jspecify.annotations.NullMarked;
