package io.perigee.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationsTest {

    private static final URI ORIGIN = URI.create("http://127.0.0.1:9000");

    @Test
    void nginxHasOneWorkerAndEverythingInItsFolder() {
        String text = Nginx.configuration(
                Path.of("/run/root"), 8001, 8002, ORIGIN, Path.of("/tls/cert.pem"), Path.of("/tls/key.pem"));

        assertThat(text)
                .contains("worker_processes 1;", "daemon off;", "tcp_nopush off;", "proxy_pass http://127.0.0.1:9000;")
                .contains("listen 127.0.0.1:8001;", "listen 127.0.0.1:8002 ssl;", "ssl_certificate /tls/cert.pem;")
                .contains("pid /run/root/nginx.pid;", "proxy_cache_path /run/root/cache ", "access_log /run/root/");
    }

    @Test
    void trafficServerHasOneEventThreadAndListensOnLoopbackOnly() {
        assertThat(TrafficServer.records(Path.of("/run/root"), 8001, 8002, Storage.MEMORY))
                .contains("exec_thread.autoconfig.enabled INT 0", "exec_thread.limit INT 1")
                .contains("server_ports STRING 8001:ip-in=127.0.0.1 8002:ssl:ip-in=127.0.0.1");
    }

    @Test
    void trafficServerOnDiskHasNoMemoryOfItsOwn() {
        assertThat(TrafficServer.records(Path.of("/run/root"), 8001, 8002, Storage.DISK))
                .contains("ram_cache.size INT 0\n");
        assertThat(TrafficServer.records(Path.of("/run/root"), 8001, 8002, Storage.MEMORY))
                .contains("ram_cache.size INT 536870912\n");
    }

    @Test
    void fromDiskSoManyObjectsAreAskedForThatAServersMemoryHoldsFewOfThem() {
        assertThat(Storage.MEMORY.objects(Payload.parse("1MB"))).isEqualTo(1);
        assertThat(Storage.DISK.objects(Payload.parse("1MB"))).isEqualTo(96);
        assertThat(Storage.DISK.objects(Payload.parse("10KB"))).isEqualTo(9830);
        assertThat(Storage.DISK.takes(Payload.parse("1KB"))).isFalse();
        assertThat(Storage.DISK.takes(Payload.parse("10KB"))).isTrue();
    }

    @Test
    void varnishFetchesFromTheOrigin() {
        assertThat(Varnish.configuration(ORIGIN)).contains(".host = \"127.0.0.1\";", ".port = \"9000\";");
    }

    @Test
    void theFullEdgesDistributionHasTenBehaviorsOfWhichTheLastTriedServes() {
        String text = FullEdge.distribution(ORIGIN);

        assertThat(text.split("pathPattern:", -1)).hasSize(10);
        assertThat(text.substring(text.lastIndexOf("pathPattern:"))).startsWith("pathPattern: /assets/*\n");
        assertThat(text).contains("httpPort: 9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "1GB", "0KB", "-1KB", "2000MB", "1.5MB"})
    void aSizeThatIsNoneIsRefusedWithExamples(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payload.parse(text))
                .withMessage("\"" + text + "\" is not a size such as 512B, 10KB or 1MB");
    }

    @Test
    void aKilobyteIs1024Bytes() {
        assertThat(Payload.parse("10kb")).isEqualTo(new Payload("10KB", 10_240));
    }
}
