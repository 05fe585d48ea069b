/** What a run is told: the network, its load, and the faults. Start here: {@link io.perigee.chaos.scenario.Scenario}. */
@NullMarked
package io.perigee.chaos.scenario;

import org.jspecify.annotations.NullMarked;
