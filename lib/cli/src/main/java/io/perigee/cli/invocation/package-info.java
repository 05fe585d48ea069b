/**
 * The commands about what functions do once they are published: invoking them, and what came of it. Start here: {@link
 * io.perigee.cli.invocation.InvokeCommand}.
 */
@NullMarked
package io.perigee.cli.invocation;

import org.jspecify.annotations.NullMarked;
