package io.perigee.origin.serving;

import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.perigee.httpcaching.HttpDate;
import io.perigee.httpcaching.RequestHead;
import io.perigee.httpcaching.ResponseHead;
import io.perigee.origin.store.StoredObject;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Requests and objects as the rules of HTTP see them. */
final class ObjectHeads {

    private static final List<String> TAG_CONDITIONS = List.of(HeaderNames.IF_MATCH, HeaderNames.IF_NONE_MATCH);

    private static final List<String> OTHER_CONDITIONS = List.of(
            HeaderNames.IF_MODIFIED_SINCE, HeaderNames.IF_UNMODIFIED_SINCE, HeaderNames.IF_RANGE, HeaderNames.RANGE);

    private ObjectHeads() {}

    /** The request with the fields that decide what of an object it gets. */
    static RequestHead asked(HttpServerRequest request) {
        Headers.Builder fields = Headers.builder();
        for (String name : TAG_CONDITIONS) {
            request.headers().getAll(name).forEach(value -> fields.add(name, quoted(value)));
        }
        for (String name : OTHER_CONDITIONS) {
            request.headers().getAll(name).forEach(value -> fields.add(name, value));
        }
        return new RequestHead(request.method().name(), request.uri(), fields.build());
    }

    /** S3's clients also send entity tags without their quotes. */
    private static String quoted(String tags) {
        if (tags.indexOf('"') >= 0 || tags.strip().equals("*")) {
            return tags;
        }
        return Arrays.stream(tags.split(",", -1))
                .map(tag -> '"' + tag.strip() + '"')
                .collect(Collectors.joining(", "));
    }

    /**
     * The answer with the whole object to a request without conditions.
     *
     * @param dated already has its {@code Date}
     */
    static ResponseHead whole(StoredObject object, HttpServerResponse dated) {
        Headers.Builder fields = described(object);
        String date = dated.headers().get(HeaderNames.DATE);
        if (date != null) {
            fields.set(HeaderNames.DATE, date);
        }
        fields.set(HeaderNames.ETAG, object.quotedEtag());
        fields.set(
                HeaderNames.LAST_MODIFIED, HttpDate.format(object.lastModified().toEpochMilli()));
        fields.set(HeaderNames.ACCEPT_RANGES, "bytes");
        object.attributes().userMetadata().forEach((name, value) -> fields.set("x-amz-meta-" + name, value));
        return new ResponseHead(200, fields.build());
    }

    /** The answer with the object as an error's body: it says nothing of the object itself. */
    static ResponseHead error(StoredObject object, int status) {
        return new ResponseHead(status, described(object).build());
    }

    private static Headers.Builder described(StoredObject object) {
        Headers.Builder fields = Headers.builder();
        object.attributes().headers().forEach(fields::set);
        return fields.set(HeaderNames.CONTENT_LENGTH, Long.toString(object.size()));
    }

    /** Puts the head on the response. */
    static void put(ResponseHead head, HttpServerResponse response) {
        response.setStatusCode(head.status());
        head.headers().forEach((name, value) -> response.putHeader(name, value));
    }
}
