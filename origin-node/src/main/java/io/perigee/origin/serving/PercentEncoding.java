package io.perigee.origin.serving;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Percent-encoding of UTF-8, RFC 3986 section 2.1, as AWS's signatures define it. */
public final class PercentEncoding {

    private PercentEncoding() {}

    /** Decodes; empty if an escape is malformed or the bytes are not UTF-8. A plus sign stays one. */
    public static Optional<String> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c > 0x7e || c < 0x21) {
                return Optional.empty();
            }
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (i + 2 >= encoded.length()) {
                return Optional.empty();
            }
            int high = Character.digit(encoded.charAt(i + 1), 16);
            int low = Character.digit(encoded.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high * 16 + low);
            i += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Encodes all but letters, digits and {@code -._~}. */
    public static String encode(String text) {
        return encode(text, false);
    }

    /** Encodes all but letters, digits and {@code -._~/}. */
    public static String encodePath(String text) {
        return encode(text, true);
    }

    private static String encode(String text, boolean keepSlashes) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0
                    || (c == '/' && keepSlashes)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Integer.toHexString(0x100 | c).substring(1).toUpperCase(Locale.ROOT));
            }
        }
        return encoded.toString();
    }
}
