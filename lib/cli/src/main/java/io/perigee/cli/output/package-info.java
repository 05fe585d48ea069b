/**
 * The commands about what functions print and use. Start here: {@link io.perigee.cli.output.LogsCommand}.
 */
@NullMarked
package io.perigee.cli.output;

import org.jspecify.annotations.NullMarked;
