/**
 * Configuration files as records.
 *
 * <p>Start here: {@link io.perigee.node.config.NodeConfigReader}.
 */
@NullMarked
package io.perigee.node.config;

import org.jspecify.annotations.NullMarked;
