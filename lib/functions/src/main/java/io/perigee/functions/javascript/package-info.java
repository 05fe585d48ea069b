/**
 * CloudFront Functions: JavaScript at viewer-request and viewer-response, inside the node, in V8
 * (<a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/writing-function-code.html">Write function
 * code</a>).
 *
 * <p>Start here: {@link io.perigee.functions.javascript.JavaScriptRuntime} starts functions; a
 * {@link io.perigee.functions.javascript.ScriptFunction} is one of them, whose calls run on {@link
 * io.perigee.functions.javascript.ScriptThreads}, each in a {@link io.perigee.functions.javascript.ScriptIsolate} of its own function. What the
 * JavaScript side of an isolate does is in the resources of this package: {@code limits.js} first.
 */
@NullMarked
package io.perigee.functions.javascript;

import org.jspecify.annotations.NullMarked;
