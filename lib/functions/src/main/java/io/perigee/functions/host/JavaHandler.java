package io.perigee.functions.host;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An object that was written for Lambda's Java runtime, called with JSON as that runtime calls it
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Define Lambda function handler in Java</a>): a
 * {@link RequestStreamHandler} gets the document's bytes, a {@link RequestHandler} what Jackson makes of it for the type that it declares.
 */
abstract sealed class JavaHandler {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            // The event classes of AWS have getRecords() for "Records", and know fewer fields than events have.
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            // As in the bootstrap of Java's processes: what AWS's classes have and an event does not is left out.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private JavaHandler() {}

    static boolean isOne(Class<?> type) {
        return RequestHandler.class.isAssignableFrom(type) || RequestStreamHandler.class.isAssignableFrom(type);
    }

    static JavaHandler of(Object handler) {
        if (handler instanceof RequestStreamHandler streaming) {
            return new Streaming(streaming);
        }
        JavaType[] types = MAPPER.getTypeFactory()
                .findTypeParameters(MAPPER.constructType(handler.getClass()), RequestHandler.class);
        JavaType input = types != null && types.length > 0 ? types[0] : MAPPER.constructType(Object.class);
        return new Typed((RequestHandler<?, ?>) handler, input);
    }

    /** Calls it and waits for it. Throws whatever it throws. */
    abstract Buffer call(Buffer document, Context context) throws IOException;

    private static final class Streaming extends JavaHandler {
        private final RequestStreamHandler handler;

        private Streaming(RequestStreamHandler handler) {
            this.handler = handler;
        }

        @Override
        Buffer call(Buffer document, Context context) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(document.getBytes()), out, context);
            return Buffer.buffer(out.toByteArray());
        }
    }

    private static final class Typed extends JavaHandler {
        private final RequestHandler<Object, ?> handler;
        private final JavaType input;

        @SuppressWarnings("unchecked") // what it gets is made for the type that it declares
        private Typed(RequestHandler<?, ?> handler, JavaType input) {
            this.handler = (RequestHandler<Object, ?>) handler;
            this.input = input;
        }

        @Override
        Buffer call(Buffer document, Context context) throws IOException {
            Object event = MAPPER.readValue(document.getBytes(), input);
            return Buffer.buffer(MAPPER.writeValueAsBytes(handler.handleRequest(event, context)));
        }
    }
}
