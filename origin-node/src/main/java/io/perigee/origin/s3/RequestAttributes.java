package io.perigee.origin.s3;

import io.perigee.origin.store.ObjectAttributes;
import io.perigee.origin.store.WriteCondition;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the headers of a writing request say of the object. */
final class RequestAttributes {

    private static final String USER = "x-amz-meta-";
    private static final int MAXIMUM_USER_BYTES = 2048;
    private static final int MAXIMUM_HEADER_BYTES = 8192;
    private static final List<String> KEPT = List.of(
            "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires");

    /** Headers that ask for something of the object that this store does not do. */
    private static final List<String> NOT_IMPLEMENTED = List.of(
            "x-amz-server-side-encryption",
            "x-amz-copy-source-",
            "x-amz-grant-",
            "x-amz-object-lock-",
            "x-amz-tagging",
            "x-amz-website-redirect-location",
            "x-amz-write-offset-bytes");

    private RequestAttributes() {}

    /** @throws S3Refusal if the metadata are too large, or a header asks for what is not implemented */
    static ObjectAttributes of(MultiMap headers) {
        Map<String, String> kept = new TreeMap<>();
        Map<String, String> user = new TreeMap<>();
        for (String header : headers.names()) {
            String name = header.toLowerCase(Locale.ROOT);
            String value = String.join(",", headers.getAll(header));
            if (NOT_IMPLEMENTED.stream().anyMatch(name::startsWith)
                    || (name.equals("x-amz-acl") && !value.equals("private"))) {
                throw new S3Refusal(S3Error.NOT_IMPLEMENTED, "The header '" + name + "' is not implemented here.");
            }
            if (name.startsWith(USER) && name.length() > USER.length()) {
                user.put(name.substring(USER.length()), value);
            } else if (KEPT.contains(name)) {
                kept.put(name, value);
            }
        }
        stripTransferCoding(kept);
        if (bytes(user) > MAXIMUM_USER_BYTES || bytes(kept) > MAXIMUM_HEADER_BYTES) {
            throw new S3Refusal(S3Error.METADATA_TOO_LARGE);
        }
        return new ObjectAttributes(kept, user, Optional.empty());
    }

    /** @throws S3Refusal if the conditions are other than {@code If-None-Match: *} or one {@code If-Match} */
    static WriteCondition condition(MultiMap headers) {
        String ifNoneMatch = headers.get("If-None-Match");
        String ifMatch = headers.get("If-Match");
        if (ifNoneMatch != null && (ifMatch != null || !ifNoneMatch.equals("*"))) {
            throw new S3Refusal(S3Error.NOT_IMPLEMENTED, "Of If-None-Match, only * is implemented for writes.");
        }
        if (ifNoneMatch != null) {
            return new WriteCondition.Absent();
        }
        return ifMatch == null ? new WriteCondition.Always() : new WriteCondition.Matches(ifMatch.replace("\"", ""));
    }

    /** {@code aws-chunked} is of the request, not of the object. */
    private static void stripTransferCoding(Map<String, String> kept) {
        String encoding = kept.remove("content-encoding");
        if (encoding != null) {
            String rest = Arrays.stream(encoding.split(",", -1))
                    .map(String::strip)
                    .filter(coding -> !coding.equals("aws-chunked") && !coding.isEmpty())
                    .collect(Collectors.joining(","));
            if (!rest.isEmpty()) {
                kept.put("content-encoding", rest);
            }
        }
    }

    private static int bytes(Map<String, String> from) {
        return from.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
