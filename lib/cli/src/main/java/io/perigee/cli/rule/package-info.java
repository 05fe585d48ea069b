/**
 * The commands about rules by which functions are invoked at times and by events. Start here: {@link io.perigee.cli.rule.PutRuleCommand}.
 */
@NullMarked
package io.perigee.cli.rule;

import org.jspecify.annotations.NullMarked;
