package io.perigee.origin;

import static io.perigee.origin.RunningOrigin.header;
import static io.perigee.origin.RunningOrigin.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.origin.access.AccessKey;
import io.perigee.origin.sigv4.TestSigner;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ObjectKey;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API endpoint, byte by byte where AWS's client would not say such things. */
class S3ConversationTest {

    private static final AccessKey KEY = new AccessKey("AKIDEXAMPLE", "secret");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private RunningOrigin origin;
    private Path data;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        data = directory;
        OriginNodeConfig config = OriginNodeConfig.singleSite(directory, "site").withAccessKeys(List.of(KEY));
        origin = new RunningOrigin(config, OriginExtensions.none().withClock(InstantSource.fixed(NOW)));
        origin.node.store().createBucket(new BucketName("private"));
        origin.put("site", "open", "open to all");
        origin.put("private", "closed", "closed");
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void anybodyReadsPublicBucketsAndNothingElse() {
        assertThat(text(ask("GET", "/site/open", Map.of(), ""))).isEqualTo("open to all");
        assertDenied(ask("GET", "/private/closed", Map.of(), ""));
        assertDenied(ask("GET", "/nonexistent/x", Map.of(), ""));
        assertDenied(ask("GET", "/site?list-type=2", Map.of(), ""));
        assertDenied(ask("GET", "/", Map.of(), ""));
        assertDenied(ask("PUT", "/site/open", Map.of(), "defaced"));
        assertDenied(ask("DELETE", "/site/open", Map.of(), ""));
        assertDenied(ask("PUT", "/newbucket", Map.of(), ""));
        assertThat(text(ask("GET", "/site/open", Map.of(), ""))).isEqualTo("open to all");
    }

    @Test
    void bodyThatIsNotTheSignedOneIsRefusedAndNotStored() {
        assertThat(signed("PUT", "/site/a", HELLO_SHA256, "hello").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> forged = signed("PUT", "/site/a", HELLO_SHA256, "jello");
        assertThat(forged.statusCode()).isEqualTo(400);
        assertThat(text(forged)).contains("<Code>XAmzContentSHA256Mismatch</Code>");
        assertThat(text(ask("GET", "/site/a", Map.of(), ""))).isEqualTo("hello");
    }

    @Test
    void expiredSignatureIsRefused() {
        Map<String, String> headers =
                TestSigner.sign(KEY, NOW.minus(Duration.ofMinutes(16)), "PUT", "/site/a", host(), UNSIGNED);
        HttpResponse<byte[]> response = ask("PUT", "/site/a", headers, "x");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(text(response)).contains("<Code>RequestTimeTooSkewed</Code>");
    }

    @Test
    void whatIsNotImplementedSaysSoInsteadOfPassingItOver() {
        assertThat(signed("PUT", "/site/a?acl", UNSIGNED, "").statusCode()).isEqualTo(403);
        Map<String, String> tagged = new HashMap<>(host());
        tagged.put("x-amz-tagging", "a=b");
        HttpResponse<byte[]> response =
                ask("PUT", "/site/a", TestSigner.sign(KEY, NOW, "PUT", "/site/a", tagged, UNSIGNED), "x");
        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(text(response)).contains("<Code>NotImplemented</Code>", "x-amz-tagging");
        assertThat(signed("POST", "/site/a", UNSIGNED, "").statusCode()).isEqualTo(405);
    }

    @Test
    void errorsEscapeWhatTheClientSent() {
        HttpResponse<byte[]> response = signed("GET", "/site/a&b'c", UNSIGNED, "");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(text(response)).contains("<Code>NoSuchKey</Code>", "<Resource>/site/a&amp;b'c</Resource>");
        assertThat(header(response, "x-amz-request-id")).matches("[0-9A-F]{16}");
    }

    @Test
    void metadataThatAreTooLargeAreRefused() {
        Map<String, String> headers = new HashMap<>(host());
        headers.put("x-amz-meta-big", "x".repeat(3000));
        HttpResponse<byte[]> response =
                ask("PUT", "/site/a", TestSigner.sign(KEY, NOW, "PUT", "/site/a", headers, UNSIGNED), "x");
        assertThat(text(response)).contains("<Code>MetadataTooLarge</Code>");
    }

    @Test
    void connectionThatBreaksInMidUploadLeavesTheOldObjectAndNoFile() throws Exception {
        Map<String, String> headers = TestSigner.sign(KEY, NOW, "PUT", "/site/open", host(), UNSIGNED);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.node.apiPort())) {
            OutputStream out = socket.getOutputStream();
            StringBuilder head = new StringBuilder("PUT /site/open HTTP/1.1\r\nContent-Length: 1000000\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[200_000]);
            out.flush();
            Await.until("the upload is under way", () -> temporaryFiles() == 1);
        }
        Await.until("nothing of it is left", () -> temporaryFiles() == 0);
        assertThat(text(ask("GET", "/site/open", Map.of(), ""))).isEqualTo("open to all");
    }

    @Test
    void refusedUploadThatWaitsToContinueIsAnsweredWithoutItsBody() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.node.apiPort())) {
            socket.setSoTimeout((int) Await.LIMIT.toMillis());
            String head = "PUT /site/a HTTP/1.1\nHost: h\nContent-Length: 1000000\nExpect: 100-continue\n\n";
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 403 ");
        }
        assertThat(origin.node.store().find(new BucketName("site"), new ObjectKey("a")))
                .isEmpty();
    }

    private long temporaryFiles() {
        try (Stream<Path> files = Files.list(data.resolve("tmp"))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> host() {
        return Map.of("host", "127.0.0.1:" + origin.node.apiPort());
    }

    private HttpResponse<byte[]> signed(String method, String path, String payload, String body) {
        return ask(method, path, TestSigner.sign(KEY, NOW, method, path, host(), payload), body);
    }

    private HttpResponse<byte[]> ask(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + origin.node.apiPort() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((name, value) -> {
            if (!name.equals("host")) {
                request.header(name, value);
            }
        });
        return origin.send(request.build());
    }

    private static void assertDenied(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(text(response)).contains("<Code>AccessDenied</Code>");
    }
}
