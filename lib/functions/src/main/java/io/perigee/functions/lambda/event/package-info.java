/**
 * Lambda@Edge's events and results as JSON, to the field
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge event
 * structure</a>). Pure functions between documents and {@code io.perigee.functions}' model.
 *
 * <p>Start here: {@link io.perigee.functions.lambda.event.EventJson} writes what a handler gets,
 * {@link io.perigee.functions.lambda.event.ResultJson} reads what it answers.
 */
@NullMarked
package io.perigee.functions.lambda.event;

import org.jspecify.annotations.NullMarked;
