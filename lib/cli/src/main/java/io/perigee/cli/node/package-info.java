/** Commands that run a node as this process. Start here: {@link io.perigee.cli.node.EdgeCommand}. */
@NullMarked
package io.perigee.cli.node;

import org.jspecify.annotations.NullMarked;
