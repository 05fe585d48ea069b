package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CloudFrontLogFormatProperties {

    private static final int FIELDS = 33;
    private static final int STEM = 7;
    private static final int USER_AGENT = 10;

    @Provide
    Arbitrary<String> text() {
        Arbitrary<String> unsafe = Arbitraries.strings()
                .withChars("<>\"#%{}|\\^~[]`'\t\n\r \u0000\u007f-+=&")
                .ofMaxLength(40);
        Arbitrary<String> any = Arbitraries.strings()
                .all()
                .ofMaxLength(40)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        return Arbitraries.oneOf(unsafe, any);
    }

    private static String line(RequestRecord record) {
        LogLines lines = new LogLines(16);
        new CloudFrontLogFormat("perigee.net", true).append(lines, record);
        return new String(lines.bytes(), 0, lines.length(), StandardCharsets.ISO_8859_1);
    }

    @Property(tries = 500)
    void whateverAViewerSendsIsOneLineOfThirtyThreeFieldsThatDecodeToIt(
            @ForAll("text") String path, @ForAll("text") String userAgent) {
        String line = line(Records.get("/" + path, userAgent));

        assertThat(line).endsWith("\n").matches("[\\x21-\\x7e\\t]*\\n");
        String[] fields = line.strip().split("\t", -1);
        assertThat(fields).hasSize(FIELDS).noneMatch(String::isEmpty);
        assertThat(decoded(fields[STEM])).isEqualTo("/" + path);
        assertThat(decoded(fields[USER_AGENT])).isEqualTo(userAgent.isEmpty() ? "-" : userAgent);
    }

    private static String decoded(String field) {
        return URLDecoder.decode(field.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
