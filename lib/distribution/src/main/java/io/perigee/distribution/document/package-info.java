/**
 * Documents: reading records from YAML or JSON with every violation reported at once, writing them, and describing them
 * as schemas.
 *
 * <p>Start here: {@link io.perigee.distribution.document.Documents}. Text becomes a tree ({@code TreeReader}), the tree
 * becomes records by reflection over their annotated components ({@code Shape}, {@code Binder}), and what one field
 * alone cannot tell is checked on the records ({@code Rules}).
 */
@NullMarked
package io.perigee.distribution.document;

import org.jspecify.annotations.NullMarked;
