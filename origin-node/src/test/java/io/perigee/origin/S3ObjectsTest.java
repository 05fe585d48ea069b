package io.perigee.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.observability.S3Objects;
import io.perigee.origin.access.AccessKey;
import io.perigee.origin.store.BucketName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What delivers access logs, at the S3 API of a node. */
@SuppressWarnings("NullAway.Init") // made before each test
class S3ObjectsTest {

    private static final AccessKey KEY = new AccessKey("logs", "a secret");
    private static final byte[] OBJECT = "#Version: 1.0\n".getBytes(StandardCharsets.US_ASCII);

    private RunningOrigin origin;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        origin = new RunningOrigin(
                OriginNodeConfig.singleSite(folder, "site").withAccessKeys(List.of(KEY)), OriginExtensions.none());
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    private URI api(String path) {
        return URI.create("http://127.0.0.1:" + origin.node.apiPort() + path);
    }

    private S3Objects objects(String secret) {
        return new S3Objects(new S3Objects.Access(api("/"), "us-east-1", KEY.id(), secret), InstantSource.system());
    }

    @Test
    void anObjectIsPutAndPutAgainUnderItsName() throws Exception {
        for (int i = 0; i < 2; i++) {
            objects(KEY.secret()).put("site", "logs/date=2026/E 1.2026-01-01-00.u+1.gz", OBJECT);
        }

        HttpResponse<byte[]> got =
                origin.send(HttpRequest.newBuilder(api("/site/logs/date%3D2026/E%201.2026-01-01-00.u%2B1.gz"))
                        .build());
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(OBJECT);
    }

    @Test
    void whatTheStoreRefusesIsAnErrorThatSaysWhy() throws IOException {
        origin.node.store().createBucket(new BucketName("private"));

        assertThatThrownBy(() -> objects("another").put("private", "a", OBJECT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("403");
        assertThatThrownBy(() -> objects(KEY.secret()).put("missing", "a", OBJECT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("404 ")
                .hasMessageContaining("NoSuchBucket");
    }
}
