package io.perigee.delivery.functions;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.perigee.functions.DisallowedHeaders;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.Origin;
import io.perigee.functions.RequestBody;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts messages between the caching model and the function model. */
public final class FunctionMessages {

    private FunctionMessages() {}

    static FunctionRequest request(
            String clientIp, RequestHead head, @Nullable RequestBody body, @Nullable Origin origin) {
        String target = head.target();
        int query = target.indexOf('?');
        return new FunctionRequest(
                clientIp,
                head.method(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                visible(head.headers()),
                body,
                origin);
    }

    /** The request as a function left it, with what it did not see of the one before. */
    static RequestHead head(RequestHead before, FunctionRequest request) {
        String target = request.querystring().isEmpty() ? request.uri() : request.uri() + "?" + request.querystring();
        return new RequestHead(before.method(), target, changed(before.headers(), request.headers()));
    }

    static FunctionResponse response(ResponseHead head) {
        String description = HttpResponseStatus.valueOf(head.status()).reasonPhrase();
        return new FunctionResponse(head.status(), description, visible(head.headers()), null);
    }

    /** Status and headers of what a function made. */
    public static ResponseHead head(FunctionResponse response) {
        return new ResponseHead(response.status(), headers(response.headers()));
    }

    /** Status and headers as a function left them, with what it did not see of those before. */
    public static ResponseHead head(Headers before, FunctionResponse response) {
        return new ResponseHead(response.status(), changed(before, response.headers()));
    }

    private static HeaderFields visible(Headers headers) {
        List<HeaderField> fields = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> {
            if (!DisallowedHeaders.contains(name)) {
                fields.add(new HeaderField(name, value));
            }
        });
        return HeaderFields.of(fields);
    }

    private static Headers changed(Headers before, HeaderFields after) {
        Headers.Builder headers = Headers.builder();
        before.forEach((name, value) -> {
            if (DisallowedHeaders.contains(name)) {
                headers.add(name, value);
            }
        });
        for (HeaderField field : after) {
            headers.add(field.name(), field.value());
        }
        return headers.build();
    }

    public static HeaderFields fields(Headers headers) {
        List<HeaderField> fields = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> fields.add(new HeaderField(name, value)));
        return HeaderFields.of(fields);
    }

    public static Headers headers(HeaderFields fields) {
        Headers.Builder headers = Headers.builder();
        for (HeaderField field : fields) {
            headers.add(field.name(), field.value());
        }
        return headers.build();
    }
}
