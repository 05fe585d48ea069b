/**
 * Deployment packages of Lambda functions on a node's disk.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.code.CodePackage} unpacks one.
 */
@NullMarked
package io.perigee.functions.lambda.code;

import org.jspecify.annotations.NullMarked;
