package io.perigee.httpcaching;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What part of a representation a request's {@code Range} asks for (RFC 9110 section 14). */
public sealed interface ByteRanges {
    /** The most ranges that one request gets; one that asks for more gets the whole (section 14.2). */
    int MAX_RANGES = 16;

    /** Two ranges that are nearer than this are sent as one: a part's own head is about as long (section 15.3.7.2). */
    int COALESCED_GAP = 80;

    /** Answer 200 with everything: there is no Range, or it is malformed, of another unit or to be ignored. */
    record Whole() implements ByteRanges {
        static final Whole INSTANCE = new Whole();
    }

    /** Answer 206 with this range. */
    record Single(ByteRange range) implements ByteRanges {}

    /**
     * Answer 206 with these as {@link MultipartByteRanges}.
     *
     * @param ranges 2 to {@link #MAX_RANGES}, apart from each other, in the order asked for
     */
    record Multiple(List<ByteRange> ranges) implements ByteRanges {
        public Multiple {
            ranges = List.copyOf(ranges);
        }
    }

    /** Answer 416 with {@code Content-Range} of {@link #unsatisfied}. */
    record Unsatisfiable() implements ByteRanges {}

    /** What {@code request} asks for of this response: Range counts for GET, for a 200, and where If-Range holds. */
    static ByteRanges of(RequestHead request, ResponseHead selected, long completeLength) {
        String range = request.headers().first(HeaderNames.RANGE);
        if (range == null
                || !request.method().equals("GET")
                || selected.status() != 200
                || request.headers().count(HeaderNames.RANGE) > 1
                || !Preconditions.ifRangeHolds(request.headers(), selected.headers())) {
            return Whole.INSTANCE;
        }
        return parse(range, completeLength);
    }

    /**
     * Reads a value of {@code Range}.
     *
     * @param field null when there is none
     * @param completeLength 0 or more
     */
    static ByteRanges parse(@Nullable String field, long completeLength) {
        if (field == null || field.length() < 6 || !Ascii.equalsIgnoreCase(field.substring(0, 6), "bytes=")) {
            return Whole.INSTANCE;
        }
        List<ByteRange> ranges = new ArrayList<>(2);
        int asked = 0;
        for (String spec : FieldLists.split(field.substring(6))) {
            int dash = spec.indexOf('-');
            long first = dash <= 0 ? 0 : position(spec, 0, dash);
            long last =
                    dash < 0 || dash == spec.length() - 1 ? Long.MAX_VALUE : position(spec, dash + 1, spec.length());
            boolean suffix = dash == 0;
            if (dash < 0 || spec.length() == 1 || first < 0 || last < 0 || (!suffix && first > last)) {
                return Whole.INSTANCE;
            }
            if (++asked > MAX_RANGES) {
                return Whole.INSTANCE;
            }
            if (suffix) {
                if (last > 0 && completeLength == 0) {
                    // Satisfiable, but there is no Content-Range for no bytes.
                    return Whole.INSTANCE;
                }
                first = Math.max(0, completeLength - last);
                last = Long.MAX_VALUE;
            }
            if (first < completeLength) {
                add(ranges, new ByteRange(first, Math.min(last, completeLength - 1)));
            }
        }
        if (asked == 0) {
            return Whole.INSTANCE;
        }
        return switch (ranges.size()) {
            case 0 -> new Unsatisfiable();
            case 1 -> new Single(ranges.get(0));
            default -> new Multiple(ranges);
        };
    }

    /** The value of {@code Content-Range} in a 416, e.g. {@code bytes *}{@code /1000}. */
    static String unsatisfied(long completeLength) {
        return "bytes */" + completeLength;
    }

    /** The head of a 206 with one range. */
    static ResponseHead partial(ResponseHead selected, ByteRange range, long completeLength) {
        return new ResponseHead(
                206,
                selected.headers().toBuilder()
                        .set(HeaderNames.CONTENT_RANGE, range.contentRange(completeLength))
                        .set(HeaderNames.CONTENT_LENGTH, Long.toString(range.length()))
                        .build());
    }

    /** Digits only, held at the largest long; -1 for anything else. */
    private static long position(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Ascii.isDigit(c)) {
                return -1;
            }
            int digit = c - '0';
            value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
        }
        return value;
    }

    /** Adds a range in its place, or unites it with those that it touches, in the place of the first. */
    private static void add(List<ByteRange> ranges, ByteRange added) {
        ByteRange united = added;
        int place = ranges.size();
        for (int i = ranges.size() - 1; i >= 0; i--) {
            ByteRange other = ranges.get(i);
            if (other.first() - united.last() <= COALESCED_GAP && united.first() - other.last() <= COALESCED_GAP) {
                united = new ByteRange(Math.min(united.first(), other.first()), Math.max(united.last(), other.last()));
                ranges.remove(i);
                place = i;
            }
        }
        ranges.add(place, united);
    }
}
