/**
 * What an author of edge functions imports: the base class, the events and what a function may answer.
 *
 * <p>Start here: extend {@link io.perigee.functions.EdgeFunction}, override the handler of the point you care about, and
 * try it with {@code io.perigee.functions.testing.FunctionTester}. The event model is Lambda@Edge's
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html">Lambda@Edge
 * event structure</a>), in Java's types: bodies are plain buffers, status codes are numbers, headers keep the order and the
 * spelling in which they arrived.
 *
 * <p>Nodes call functions through {@link io.perigee.functions.FunctionInvoker}, whose working part is
 * {@code io.perigee.functions.host.FunctionHost}.
 */
@NullMarked
package io.perigee.functions;

import org.jspecify.annotations.NullMarked;
