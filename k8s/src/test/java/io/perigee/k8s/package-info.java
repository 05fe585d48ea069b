/**
 * Holds the manifests to the Kubernetes model, to each other and to the services' real configuration.
 *
 * <p>Start here: {@link io.perigee.k8s.ManifestsTest}; {@link io.perigee.k8s.BrokenManifestsTest} shows what each check finds.
 */
@NullMarked
package io.perigee.k8s;

import org.jspecify.annotations.NullMarked;
