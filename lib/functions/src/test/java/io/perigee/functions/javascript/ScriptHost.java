package io.perigee.functions.javascript;

import io.perigee.functions.FunctionFailure;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionOutput;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.Invocation;
import io.perigee.functions.KeyValues;
import io.perigee.functions.RequestOutcome;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseOutcome;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.runtime.FunctionSource.CloudFrontScript;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.functions.testing.EventBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A function host, as a node has it, with scripts of tests. */
final class ScriptHost implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final FunctionHost host = new FunctionHost(vertx, FunctionLimits.DEFAULT, new FunctionOutput() {
        @Override
        public void line(FunctionId function, String requestId, String text) {
            lines.add(text);
        }

        @Override
        public void report(Invocation invocation) {}
    });
    private final AtomicLong number = new AtomicLong();

    /** A function that has been deployed. */
    record Script(ScriptHost host, FunctionReference reference) {
        RequestOutcome request(EventBuilder event) {
            return await(host.host.invoke(reference, event.toRequestEvent()));
        }

        ResponseOutcome response(EventBuilder event) {
            return await(host.host.invoke(reference, event.toResponseEvent()));
        }

        boolean isCircuitClosed() {
            FunctionId id = new FunctionId(reference.name(), reference.version().orElseThrow());
            return host.host.status(id).orElseThrow().circuitClosed();
        }

        Future<RequestOutcome> start(EventBuilder event) {
            return host.host.invoke(reference, event.toRequestEvent());
        }

        /** What it lets go on. */
        FunctionRequest passes(EventBuilder event) {
            RequestOutcome outcome = request(event);
            if (outcome instanceof RequestResult.Continue proceed) {
                return proceed.request();
            }
            throw new AssertionError("expected a request, got " + outcome);
        }

        /** What it answers in place of the origin. */
        FunctionResponse answers(EventBuilder event) {
            RequestOutcome outcome = request(event);
            if (outcome instanceof RequestResult.Respond respond) {
                return respond.response();
            }
            throw new AssertionError("expected a response, got " + outcome);
        }

        /** What it makes of a response. */
        FunctionResponse changes(EventBuilder event) {
            ResponseOutcome outcome = response(event);
            if (outcome instanceof FunctionResponse response) {
                return response;
            }
            throw new AssertionError("expected a response, got " + outcome);
        }

        /** How it fails at viewer-request. */
        FunctionFailure fails(EventBuilder event) {
            RequestOutcome outcome = request(event);
            if (outcome instanceof FunctionFailure failure) {
                return failure;
            }
            throw new AssertionError("expected a failure, got " + outcome);
        }

        /** How it fails at viewer-response. */
        FunctionFailure failsResponse(EventBuilder event) {
            ResponseOutcome outcome = response(event);
            if (outcome instanceof FunctionFailure failure) {
                return failure;
            }
            throw new AssertionError("expected a failure, got " + outcome);
        }
    }

    Script deploy(JavaScriptVersion version, String code) {
        return deploy(version, code, null);
    }

    Script deploy(JavaScriptVersion version, String code, @Nullable KeyValues values) {
        try {
            Path file = Files.createTempFile("function", ".js");
            try {
                Files.writeString(file, code);
                FunctionId id = new FunctionId("function-" + number.incrementAndGet(), 1);
                await(host.deploy(id, new CloudFrontScript(file, version, Optional.ofNullable(values))));
                return new Script(this, FunctionReference.exactly(id));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A function of runtime 2.0 that answers with the value of an expression in its status description's place: in its body. */
    String evaluate(JavaScriptVersion version, String statements) {
        boolean isNew = version == JavaScriptVersion.V2_0;
        String imports = isNew
                ? "import cf from 'cloudfront';import crypto from 'crypto';import querystring from 'querystring';"
                : "var crypto=require('crypto'),querystring=require('querystring');";
        Script script = deploy(
                version,
                imports + (isNew ? "async " : "") + "function handler(event) { " + (isNew ? "const" : "var")
                        + " value = " + (isNew ? "await (async function () {" : "(function () {") + statements + "})();"
                        + "return {statusCode: 200, body: String(value)}; }");
        return script.answers(EventBuilder.viewerRequest("/")).bodyText();
    }

    /** What all functions have printed so far. */
    List<String> printed() {
        return List.copyOf(lines);
    }

    Vertx vertx() {
        return vertx;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("nothing came within 60 s", late);
        }
    }

    @Override
    public void close() {
        await(host.close());
        await(vertx.close());
    }
}
