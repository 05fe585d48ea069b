/** Calls to the control plane. Start here: {@link io.perigee.cli.connection.ConnectionOptions} makes a {@link io.perigee.cli.connection.ControlPlaneClient} out of options, environment and credentials. */
@NullMarked
package io.perigee.cli.connection;

import org.jspecify.annotations.NullMarked;
