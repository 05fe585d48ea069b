package io.perigee.httpcaching;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/byteranges} body as data (RFC 9110 section 14.6): for each range {@link #partHead}, then its bytes; after the last,
 * {@link #closing}.
 *
 * @param boundary 1 to 70 token characters that occur nowhere in the body; random ones do
 * @param partType the representation's Content-Type; null when it has none
 * @param ranges as {@link ByteRanges.Multiple} gives them
 * @param completeLength of the representation, in bytes
 */
public record MultipartByteRanges(
        String boundary, @Nullable String partType, List<ByteRange> ranges, long completeLength) {
    public MultipartByteRanges {
        if (boundary.isEmpty() || boundary.length() > 70 || !FieldRules.isName(boundary)) {
            throw new IllegalArgumentException("boundary must be 1 to 70 token characters, was " + boundary);
        }
        ranges = List.copyOf(ranges);
    }

    /** What comes before the bytes of the range at {@code index}; ASCII. */
    public String partHead(int index) {
        StringBuilder head = new StringBuilder("\r\n--").append(boundary).append("\r\n");
        if (partType != null) {
            head.append("Content-Type: ").append(partType).append("\r\n");
        }
        return head.append("Content-Range: ")
                .append(ranges.get(index).contentRange(completeLength))
                .append("\r\n\r\n")
                .toString();
    }

    /** What comes after the last range's bytes; ASCII. */
    public String closing() {
        return "\r\n--" + boundary + "--\r\n";
    }

    /** The length of the whole body in bytes. */
    public long contentLength() {
        long length = closing().length();
        for (int i = 0; i < ranges.size(); i++) {
            length += partHead(i).length() + ranges.get(i).length();
        }
        return length;
    }

    /** The head of the 206. */
    public ResponseHead head(ResponseHead selected) {
        return new ResponseHead(
                206,
                selected.headers().toBuilder()
                        .remove(HeaderNames.CONTENT_RANGE)
                        .set(HeaderNames.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary)
                        .set(HeaderNames.CONTENT_LENGTH, Long.toString(contentLength()))
                        .build());
    }
}
