/**
 * What invokes functions without anybody asking: schedules and events.
 *
 * <p>Start here: {@link io.perigee.control.trigger.EventRules} keeps the rules, and {@link io.perigee.control.trigger.RuleRunner} lets them
 * fire.
 */
@NullMarked
package io.perigee.control.trigger;

import org.jspecify.annotations.NullMarked;
