package io.perigee.origin.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {

    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();

    private Map<String, String> decode(String body, int pieces) throws IOException {
        ChunkedBody chunked = new ChunkedBody(Optional.empty(), true, bytes -> {
            while (bytes.hasRemaining()) {
                decoded.write(bytes.get());
            }
        });
        byte[] all = body.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < all.length; from += pieces) {
            chunked.feed(ByteBuffer.wrap(all, from, Math.min(pieces, all.length - from)));
        }
        return chunked.finish();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void bodyIsDecodedHoweverItIsCutIntoPieces(int pieces) throws IOException {
        Map<String, String> trailers =
                decode("5\r\nhello\r\nA\r\n, chunks\r\n\r\n0\r\nx-amz-checksum-crc32: AAAA \r\n\r\n", pieces);
        assertThat(decoded.toString(StandardCharsets.US_ASCII)).isEqualTo("hello, chunks\r\n");
        assertThat(trailers).containsExactly(Map.entry("x-amz-checksum-crc32", "AAAA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5\r\nhel",
                "5\r\nhello\r\n",
                "5\r\nhello!\r\n0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "zz\r\n",
                "FFFFFFFFFFFFFFFFFFFF\r\n",
                "5;chunk-signature=short\r\nhello\r\n0\r\n\r\n",
                "0\r\nno colon\r\n\r\n",
                "0\r\n\r\nmore"
            })
    void malformedBodyIsRefused(String body) {
        assertThatThrownBy(() -> decode(body, 1000))
                .isInstanceOfSatisfying(
                        S3Refusal.class, refusal -> assertThat(refusal.error()).isEqualTo(S3Error.INCOMPLETE_BODY));
    }

    @Test
    void endlessLineIsRefusedBeforeItFillsTheMemory() {
        assertThatThrownBy(() -> decode("0".repeat(2000), 100)).hasMessageContaining("too long");
    }

    @Test
    void crc64MatchesItsPublishedCheckValue() {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9);
        assertThat(crc.getValue()).isEqualTo(0xAE8B14860A799888L);
    }

    @Test
    void xmlEscapesMarkupAndControls() {
        assertThat(Xml.plainDocument("Key", xml -> xml.content("<a href=\"x\">&\u0001\r</a>")))
                .endsWith("<Key>&lt;a href=&quot;x&quot;&gt;&amp;&#x1;&#xd;&lt;/a&gt;</Key>");
    }
}
