/**
 * Deployments that move an alias of a function from its version to another.
 *
 * <p>Start here: {@link io.perigee.cli.deployment.ShiftOptions} is how an alias is to be moved, {@link
 * io.perigee.cli.deployment.AliasDeployments} asks the control plane for it, and {@link io.perigee.cli.deployment.Following} shows how far it is.
 */
@NullMarked
package io.perigee.cli.deployment;

import org.jspecify.annotations.NullMarked;
