/**
 * Whether what an operator is given fits the program: alert rules, dashboards and runbooks against real nodes.
 *
 * <p>Start here: {@link io.perigee.demo.operations.MetricsInUseTest}.
 */
@NullMarked
package io.perigee.demo.operations;

import org.jspecify.annotations.NullMarked;
