package io.perigee.examples.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import io.vertx.core.buffer.Buffer;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageResizeTest {
    private final FunctionTester tester = FunctionTester.of(ImageResize.class);

    @AfterEach
    void close() {
        tester.close();
    }

    private static Buffer picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return Buffer.buffer(bytes.toByteArray());
    }

    private static EventBuilder origin(String target, String type, Buffer body) {
        return EventBuilder.originResponse(target)
                .responseHeader("Content-Type", type)
                .responseHeader("Content-Length", Integer.toString(body.length()))
                .responseHeader("ETag", "\"cat-1\"")
                .responseHeader("Cache-Control", "max-age=86400")
                .responseBody(body);
    }

    private static BufferedImage decoded(FunctionResponse response) throws IOException {
        Buffer body = Objects.requireNonNull(response.body());
        return ImageIO.read(new ByteArrayInputStream(body.getBytes()));
    }

    @Test
    void aJpegIsMadeAsNarrowAsThePageAsks() throws IOException {
        FunctionResponse response =
                tester.responds(origin("/img/cat.jpg?w=300", "image/jpeg", picture("jpg", 1200, 800)));

        BufferedImage variant = decoded(response);
        assertThat(variant.getWidth()).isEqualTo(300);
        assertThat(variant.getHeight()).isEqualTo(200);
        assertThat(response.header("Content-Type")).contains("image/jpeg");
        assertThat(response.header("Content-Length")).isEmpty();
        assertThat(response.header("ETag")).contains("W/\"cat-1\"");
        assertThat(response.header("Cache-Control")).contains("max-age=86400");
    }

    @Test
    void aPngStaysAPng() throws IOException {
        FunctionResponse response =
                tester.responds(origin("/img/cat.png?w=100", "image/png", picture("png", 400, 400)));

        assertThat(decoded(response).getWidth()).isEqualTo(100);
        assertThat(Objects.requireNonNull(response.body()).getString(1, 4)).isEqualTo("PNG");
    }

    @Test
    void aPictureIsNeverMadeWider() throws IOException {
        assertUntouched(origin("/img/cat.jpg?w=300", "image/jpeg", picture("jpg", 200, 100)));
    }

    @Test
    void withoutAWidthTheOriginalPasses() throws IOException {
        assertUntouched(origin("/img/cat.jpg", "image/jpeg", picture("jpg", 1200, 800)));
    }

    @Test
    void whatIsNoPicturePasses() {
        assertUntouched(origin("/data.json?w=300", "application/json", Buffer.buffer("{}")));
        assertUntouched(origin("/logo.svg?w=300", "image/svg+xml", Buffer.buffer("<svg/>")));
    }

    @Test
    void aDamagedPicturePasses() throws IOException {
        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", Buffer.buffer("not a picture")));
        assertUntouched(
                origin("/a.jpg?w=300", "image/jpeg", picture("jpg", 1200, 800).slice(0, 100)));
    }

    @Test
    void aPictureThatIsTooLargeToBeReadAtOncePasses() {
        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", Buffer.buffer(new byte[(1 << 20) + 1])));
    }

    @Test
    void aSmallFileThatClaimsToBeAnEnormousPicturePasses() throws IOException {
        byte[] header = picture("png", 16, 16).getBytes();
        // Width and height of a PNG are the 4-byte numbers at 16 and 20.
        Buffer bomb = Buffer.buffer(header).setInt(16, 50_000).setInt(20, 50_000);

        assertUntouched(origin("/a.png?w=300", "image/png", bomb));
    }

    @Test
    void errorsPartsAndHeadPass() throws IOException {
        Buffer picture = picture("jpg", 1200, 800);

        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", picture).status(404, "Not Found"));
        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", picture).status(206, "Partial Content"));
        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", picture).method("HEAD"));
        assertUntouched(origin("/a.jpg?w=300", "image/jpeg", picture).responseHeader("Content-Encoding", "gzip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "15", "2001", "-1", "3e2", "99999999999", "abc", "300px"})
    void anAbsurdWidthIsRefused(String width) throws IOException {
        FunctionResponse early = tester.responds(EventBuilder.viewerRequest("/img/cat.jpg?w=" + width));
        FunctionResponse late =
                tester.responds(origin("/img/cat.jpg?w=" + width, "image/jpeg", picture("jpg", 40, 40)));

        assertThat(early.status()).isEqualTo(400);
        assertThat(early.bodyText()).isEqualTo("w is '" + width + "', expected a whole number from 16 to 2000\n");
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.bodyText()).isEqualTo(early.bodyText());
        assertThat(late.header("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"201", "250", "300"})
    void widthsAreRoundedUpSoThatVariantsStayFew(String width) {
        assertThat(tester.proceeds(EventBuilder.viewerRequest("/img/cat.jpg?v=2&w=" + width))
                        .querystring())
                .isEqualTo("v=2&w=300");
    }

    private void assertUntouched(EventBuilder event) {
        assertThat(tester.responds(event)).isEqualTo(event.toResponseEvent().response());
    }
}
