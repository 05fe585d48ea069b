package io.perigee.origin.store;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a writer says of an object beside its bytes.
 *
 * @param headers response headers that go out with it, by lower-case name; one of the names in {@link
 *     io.perigee.origin.store.ObjectAttributes#CONTENT_TYPE CONTENT_TYPE}, {@code cache-control}, {@code
 *     content-disposition}, {@code content-encoding}, {@code content-language}, {@code expires}
 * @param userMetadata the writer's own names and values, names in lower case and without {@code x-amz-meta-}
 * @param checksum a checksum that was verified when the object was written
 */
public record ObjectAttributes(
        Map<String, String> headers, Map<String, String> userMetadata, Optional<Checksum> checksum) {

    /** The header that every object has. */
    public static final String CONTENT_TYPE = "content-type";

    /** S3's type of an object whose writer named none. */
    public static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

    public ObjectAttributes {
        Objects.requireNonNull(checksum, "checksum");
        Map<String, String> lowered = lowerCased(headers);
        lowered.putIfAbsent(CONTENT_TYPE, DEFAULT_CONTENT_TYPE);
        headers = Collections.unmodifiableMap(lowered);
        userMetadata = Collections.unmodifiableMap(lowerCased(userMetadata));
    }

    /** Attributes of an object of this media type. */
    public static ObjectAttributes of(String contentType) {
        return new ObjectAttributes(Map.of(CONTENT_TYPE, contentType), Map.of(), Optional.empty());
    }

    /** These attributes with a {@code Cache-Control} header of this value. */
    public ObjectAttributes withCacheControl(String cacheControl) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put("cache-control", cacheControl);
        return new ObjectAttributes(more, userMetadata, checksum);
    }

    /** These attributes with this checksum. */
    public ObjectAttributes withChecksum(Optional<Checksum> verified) {
        return new ObjectAttributes(headers, userMetadata, verified);
    }

    /** The media type. */
    public String contentType() {
        return headers.getOrDefault(CONTENT_TYPE, DEFAULT_CONTENT_TYPE);
    }

    private static Map<String, String> lowerCased(Map<String, String> from) {
        Map<String, String> to = new TreeMap<>();
        from.forEach((name, value) -> to.put(name.toLowerCase(Locale.ROOT), value));
        return to;
    }
}
