/**
 * How a model record says what its fields mean: prose, default, range and form.
 *
 * <p>Start here: {@link io.perigee.distribution.describe.Describes}. Parsing, validation, the OpenAPI schemas and the
 * reference page all read these annotations, so that none of them can drift from another.
 */
@NullMarked
package io.perigee.distribution.describe;

import org.jspecify.annotations.NullMarked;
