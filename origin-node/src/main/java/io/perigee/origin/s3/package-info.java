/**
 * The S3 REST API, path-style: what the basic calls of AWS's clients need.
 *
 * <p>Start here: {@link io.perigee.origin.s3.S3Handler} for the order of the steps, {@link
 * io.perigee.origin.s3.S3Operation} for what is understood.
 */
@NullMarked
package io.perigee.origin.s3;

import org.jspecify.annotations.NullMarked;
