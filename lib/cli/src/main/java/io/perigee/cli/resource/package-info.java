/** Commands on distributions, policies and invalidations. Start here: {@link io.perigee.cli.resource.Kind} says which kinds there are. */
@NullMarked
package io.perigee.cli.resource;

import org.jspecify.annotations.NullMarked;
