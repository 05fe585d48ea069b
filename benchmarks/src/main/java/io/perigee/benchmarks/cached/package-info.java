/** Caches in this process with an upstream that always answers. Start here: {@link io.perigee.benchmarks.cached.LocalCache}. */
@NullMarked
package io.perigee.benchmarks.cached;

import org.jspecify.annotations.NullMarked;
