package io.perigee.node.listen;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import io.perigee.httpcaching.FieldRules;
import io.perigee.httpcaching.HeaderNames;
import io.perigee.httpcaching.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a response's head that the server need not know, as one line of its own head: {@link WholeResponses} writes them in their place.
 *
 * <p>For Vert.x each field is an entry that is hashed, checked, linked and encoded character by character; with the twenty of a usual hit that was
 * more than a tenth of what the hit cost and a quarter of what it allocated. What the server decides by itself (how the body is framed,
 * whether the connection stays) it still gets field by field.
 */
public final class HeadLines implements CharSequence {

    private static final AsciiString PLACE = AsciiString.cached("perigee-head-lines");
    private static final int USUAL_LENGTH = 4096;
    private static final FastThreadLocal<byte[]> ENCODED = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[USUAL_LENGTH];
        }
    };

    private final Headers.Builder lines;
    private final int encodedLength;

    private HeadLines(Headers.Builder lines) {
        this.lines = lines;
        this.encodedLength = encodedLength(lines);
    }

    /**
     * Gives a response its head's fields. To be called once for a response, when nothing but its body is missing.
     *
     * @param head does not change any more
     * @throws IllegalArgumentException if a field cannot be sent
     */
    public static void add(HttpServerRequest request, Headers.Builder head) {
        MultiMap fields = request.response().headers();
        boolean together = request.version() == HttpVersion.HTTP_1_1
                && WholeResponses.writesHeadLines(request.connection())
                && canBeSent(head);
        if (together) {
            fields.add(PLACE, new HeadLines(head));
        }
        for (int i = 0; i < head.size(); i++) {
            if (!together || isOfServer(head.nameAt(i))) {
                fields.add(head.nameAt(i), head.valueAt(i));
            }
        }
    }

    /** Those that are in this head; null for none. */
    static @Nullable HeadLines of(HttpHeaders head) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = head.iteratorCharSequence();
        while (fields.hasNext()) {
            if (fields.next().getValue() instanceof HeadLines lines) {
                return lines;
            }
        }
        return null;
    }

    /** Puts each line into a head in which these have been one. */
    void spellOut(HttpHeaders head) {
        head.remove(PLACE);
        for (int i = 0; i < lines.size(); i++) {
            if (!isOfServer(lines.nameAt(i))) {
                head.add(lines.nameAt(i), lines.valueAt(i));
            }
        }
    }

    /** As they are sent, each with its line's end. */
    void writeTo(ByteBuf head) {
        byte[] encoded = ENCODED.get();
        if (encodedLength > encoded.length) {
            encoded = new byte[encodedLength];
        }
        int end = 0;
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.nameAt(i);
            if (!isOfServer(name)) {
                end = encode(name, encoded, end);
                encoded[end++] = ':';
                encoded[end++] = ' ';
                end = encode(lines.valueAt(i), encoded, end);
                encoded[end++] = '\r';
                encoded[end++] = '\n';
            }
        }
        head.writeBytes(encoded, 0, end);
    }

    // The method is deprecated because it drops what does not fit into a byte; there is nothing of that here.
    @SuppressWarnings("deprecation")
    private static int encode(String text, byte[] to, int at) {
        text.getBytes(0, text.length(), to, at);
        return at + text.length();
    }

    /** No fewer bytes than they take. */
    int encodedLength() {
        return encodedLength;
    }

    private static int encodedLength(Headers.Builder lines) {
        int length = 0;
        for (int i = 0; i < lines.size(); i++) {
            length += lines.nameAt(i).length() + lines.valueAt(i).length() + 4;
        }
        return length;
    }

    /** Also that each character is a byte. What is not so, Vert.x judges. */
    private static boolean canBeSent(Headers.Builder head) {
        for (int i = 0; i < head.size(); i++) {
            if (!FieldRules.isName(head.nameAt(i)) || !FieldRules.isValue(head.valueAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** What frames the body, decides about the connection, or is asked for when files are sent. */
    private static boolean isOfServer(String name) {
        return switch (name.length()) {
            case 10 -> Headers.sameName(name, HeaderNames.CONNECTION);
            case 12 -> Headers.sameName(name, HeaderNames.CONTENT_TYPE);
            case 14 -> Headers.sameName(name, HeaderNames.CONTENT_LENGTH);
            case 17 -> Headers.sameName(name, HeaderNames.TRANSFER_ENCODING);
            default -> false;
        };
    }

    /** To Vert.x they are an empty value. */
    @Override
    public int length() {
        return 0;
    }

    @Override
    public char charAt(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        return "";
    }
}
