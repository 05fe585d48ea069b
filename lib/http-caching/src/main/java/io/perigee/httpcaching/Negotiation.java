package io.perigee.httpcaching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Choosing a content coding by {@code Accept-Encoding} (RFC 9110 section 12.5.3). */
public final class Negotiation {
    /** No coding at all. */
    public static final String IDENTITY = "identity";

    private static final int UNMENTIONED = -1;

    private Negotiation() {}

    /**
     * Those of the available codings that the viewer accepts, the one it likes best first; among equals, in the order given. Empty when it
     * accepts none of them: then 406, or identity nevertheless.
     *
     * @param acceptEncoding the field's lines combined; null when there is none, which is taken as identity only: what sends none
     *     does seldom decode
     * @param available lower case, best first; {@link #IDENTITY} included where it is
     */
    public static List<String> acceptable(@Nullable String acceptEncoding, List<String> available) {
        Map<String, Integer> qualities = acceptEncoding == null ? Map.of() : qualities(acceptEncoding);
        List<String> accepted = new ArrayList<>(available.size());
        for (String coding : available) {
            if (quality(qualities, coding) > 0) {
                accepted.add(coding);
            }
        }
        accepted.sort(Comparator.comparingInt((String coding) -> -quality(qualities, coding)));
        return List.copyOf(accepted);
    }

    /**
     * What a cache key and an origin see of Accept-Encoding under CloudFront's compression support: {@code br,gzip}, {@code br},
     * {@code gzip}, or null for none; and {@code zstd,gzip} or {@code zstd} for who accepts zstd and no Brotli, which CloudFront has nothing for.
     * What the viewer gives less weight than gzip, or than no coding at all, is left out.
     *
     * @param acceptEncoding the field's lines combined; null when there is none
     * @param gzip EnableAcceptEncodingGzip
     * @param brotli EnableAcceptEncodingBrotli, which stands for zstd as well
     * @see <a href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html">Serving
     *     compressed files</a>
     */
    public static @Nullable String normalised(@Nullable String acceptEncoding, boolean gzip, boolean brotli) {
        if (acceptEncoding == null || (!gzip && !brotli)) {
            return null;
        }
        // What browsers send, without the work.
        if (acceptEncoding.equals("gzip, deflate, br, zstd") || acceptEncoding.equals("gzip, deflate, br")) {
            return gzip ? (brotli ? "br,gzip" : "gzip") : "br";
        }
        Map<String, Integer> qualities = qualities(acceptEncoding);
        int ofGzip = gzip ? liking(qualities, "gzip") : 0;
        int ofBrotli = brotli ? liking(qualities, "br") : 0;
        int ofZstd = brotli ? liking(qualities, "zstd") : 0;
        String denser = ofBrotli > 0 ? "br" : "zstd";
        int ofDenser = ofBrotli > 0 ? ofBrotli : ofZstd;
        if (ofDenser == 0 || ofDenser < ofGzip) {
            return ofGzip > 0 ? "gzip" : null;
        }
        return ofGzip > 0 ? denser + ",gzip" : denser;
    }

    /** Its quality; 0 also where the viewer likes the response better as it is. */
    private static int liking(Map<String, Integer> qualities, String coding) {
        int quality = quality(qualities, coding);
        return quality < quality(qualities, IDENTITY) ? 0 : quality;
    }

    /** A coding's quality in thousandths, 0 when it is not acceptable. Identity that is not mentioned comes after all that are. */
    private static int quality(Map<String, Integer> qualities, String coding) {
        int own = qualities.getOrDefault(coding, UNMENTIONED);
        if (own != UNMENTIONED) {
            return own * 2;
        }
        int any = qualities.getOrDefault("*", UNMENTIONED);
        if (coding.equals(IDENTITY)) {
            return any == 0 ? 0 : 1;
        }
        return any == UNMENTIONED ? 0 : any * 2;
    }

    private static Map<String, Integer> qualities(String field) {
        Map<String, Integer> qualities = new HashMap<>();
        for (String member : FieldLists.split(field)) {
            int semicolon = member.indexOf(';');
            String coding = Ascii.lowerCase(Ascii.trim(member, 0, semicolon < 0 ? member.length() : semicolon));
            if (coding.equals("x-gzip")) {
                coding = "gzip";
            }
            qualities.putIfAbsent(coding, semicolon < 0 ? 1000 : weight(member.substring(semicolon + 1)));
        }
        return qualities;
    }

    /** {@code q=0.5} in thousandths; 0 when malformed: nobody is sent what he may not be able to read. */
    private static int weight(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String plain = Ascii.trim(parameter);
            if (plain.length() > 2 && Ascii.lowerCase(plain.charAt(0)) == 'q' && plain.charAt(1) == '=') {
                return thousandths(plain.substring(2));
            }
        }
        return 1000;
    }

    private static int thousandths(String text) {
        char whole = text.charAt(0);
        if (text.length() > 5 || (whole != '0' && whole != '1') || (text.length() > 1 && text.charAt(1) != '.')) {
            return 0;
        }
        int value = whole - '0';
        for (int i = 2; i < 5; i++) {
            char c = i < text.length() ? text.charAt(i) : '0';
            if (!Ascii.isDigit(c)) {
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        return Math.min(value, 1000);
    }
}
