/**
 * Deployments that move an alias from its version to another, step by step, and take it back where the new version is not good enough.
 *
 * <p>Start here: {@link io.perigee.control.deployment.Deployment} is what a deployment is and says what its next step is, {@link
 * io.perigee.control.deployment.Deployments} stores each step together with the alias's move, and {@link
 * io.perigee.control.deployment.Driver} makes the steps when their time has come.
 */
@NullMarked
package io.perigee.control.deployment;

import org.jspecify.annotations.NullMarked;
