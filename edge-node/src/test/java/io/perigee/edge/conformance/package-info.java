/**
 * The public HTTP cache suite ({@code http-cache-tests} of npm) against the stand-alone edge. What each of its tests comes to is kept in
 * {@code src/test/conformance/results.json}; {@code docs/conformance.md} is made from that file.
 *
 * <p>Start here: {@link io.perigee.edge.conformance.HttpCacheSuiteTest}. {@link io.perigee.edge.conformance.SuitePackages} fetches the
 * packages, {@link io.perigee.edge.conformance.SuiteProcess} runs them in Node.js.
 */
@NullMarked
package io.perigee.edge.conformance;

import org.jspecify.annotations.NullMarked;
