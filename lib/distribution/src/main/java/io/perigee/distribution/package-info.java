/**
 * The distribution model: what an operator configures, in CloudFront's terms, as immutable records.
 *
 * <p>Start here: {@link io.perigee.distribution.Distribution}. Records hold whatever they are given;
 * {@code document.Documents} reads them from YAML or JSON and reports every violation, {@code network.NetworkConfig} is
 * all of them at one point of the change log, and {@code routing.DistributionRouting} answers requests' questions.
 */
@NullMarked
package io.perigee.distribution;

import org.jspecify.annotations.NullMarked;
