package io.perigee.httpcaching;

/** How old a response was when it arrived (RFC 9111 sections 4.2.3 and 5.1). */
public final class Age {
    private Age() {}

    /**
     * The corrected initial age in milliseconds, 0 or more: the greater of what {@code Date} shows and what {@code Age} says plus the
     * time that the request took.
     *
     * @param requestTimeMillis when the request was sent
     * @param responseTimeMillis when the response's head arrived
     */
    public static long initialMillis(Headers response, long requestTimeMillis, long responseTimeMillis) {
        long apparent = Math.max(
                0, DeltaSeconds.saturatedSubtract(responseTimeMillis, dateMillis(response, responseTimeMillis)));
        long delay = Math.max(0, DeltaSeconds.saturatedSubtract(responseTimeMillis, requestTimeMillis));
        long said = seconds(response) * 1000;
        return Math.max(apparent, DeltaSeconds.saturatedAdd(said, delay));
    }

    /** The value of the field, its first member where there are several; 0 when it is missing or not a number. */
    public static long seconds(Headers response) {
        String field = response.first(HeaderNames.AGE);
        if (field == null) {
            return 0;
        }
        int comma = field.indexOf(',');
        return Math.max(0, DeltaSeconds.parse(Ascii.trim(field, 0, comma < 0 ? field.length() : comma)));
    }

    /** The value of {@code Date}, or the time of arrival when it is missing or no date (RFC 9110 section 6.6.1). */
    static long dateMillis(Headers response, long responseTimeMillis) {
        String field = response.first(HeaderNames.DATE);
        long date = field == null ? HttpDate.INVALID : HttpDate.parse(field, responseTimeMillis);
        return date == HttpDate.INVALID ? responseTimeMillis : date;
    }
}
