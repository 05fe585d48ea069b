/** Commands that make container images. Start here: {@link io.perigee.cli.images.BuildCommand}. */
@NullMarked
package io.perigee.cli.images;

import org.jspecify.annotations.NullMarked;
