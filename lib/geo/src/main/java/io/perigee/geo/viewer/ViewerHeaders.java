package io.perigee.geo.viewer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * CloudFront's viewer headers by name. A value is only made when it is asked for, so that a policy which names none of
 * them costs nothing.
 *
 * <p>Whoever uses these must first remove them from what the viewer sent: {@link #isViewerHeader} says which.
 */
public final class ViewerHeaders {
    private static final Map<String, ViewerHeader> BY_NAME = byName();
    private static final String PREFIX = "CloudFront-";

    private ViewerHeaders() {}

    /** The names as AWS writes them. */
    public static List<String> names() {
        return Arrays.stream(ViewerHeader.values()).map(ViewerHeader::fieldName).toList();
    }

    /** Whether this is one of the headers, in any case of letters. */
    public static boolean isViewerHeader(String name) {
        // What most names are not, cheaply.
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) && BY_NAME.containsKey(name);
    }

    /** The header of this name, in any case of letters. */
    public static Optional<ViewerHeader> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The value of the header of this name; null when it is none of these headers or its value is not known. */
    public static @Nullable String value(String name, Viewer viewer) {
        ViewerHeader header = BY_NAME.get(name);
        return header == null ? null : header.value(viewer);
    }

    private static Map<String, ViewerHeader> byName() {
        Map<String, ViewerHeader> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (ViewerHeader header : ViewerHeader.values()) {
            headers.put(header.fieldName(), header);
        }
        return headers;
    }
}
