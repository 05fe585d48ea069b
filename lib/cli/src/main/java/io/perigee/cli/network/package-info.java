/** Commands that show how the network is. Start here: {@link io.perigee.cli.network.NodesCommand}. */
@NullMarked
package io.perigee.cli.network;

import org.jspecify.annotations.NullMarked;
