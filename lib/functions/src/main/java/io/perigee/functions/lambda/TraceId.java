package io.perigee.functions.lambda;

/**
 * X-Ray trace headers ({@code Root=1-8 hex digits-24 hex digits;Sampled=0}), made of the request's id: nothing is sampled
 * here, but code that reads the header finds its form.
 */
final class TraceId {
    private static final int EPOCH_DIGITS = 8;
    private static final int DIGITS = 32;

    private TraceId() {}

    static String of(String requestId) {
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int i = 0; i < requestId.length() && digits.length() < DIGITS; i++) {
            char c = requestId.charAt(i);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
                digits.append(c);
            }
        }
        while (digits.length() < DIGITS) {
            digits.append('0');
        }
        return "Root=1-" + digits.substring(0, EPOCH_DIGITS) + '-' + digits.substring(EPOCH_DIGITS) + ";Sampled=0";
    }
}
