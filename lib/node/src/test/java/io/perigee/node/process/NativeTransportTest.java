package io.perigee.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeTransportTest {

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void onLinuxSocketsAndTlsAreNative() {
        Vertx vertx = NativeTransport.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            assertThat(vertx.isNativeTransportEnabled()).isTrue();
            assertThat(OpenSSLEngineOptions.isAvailable()).isTrue();
            assertThat(OpenSSLEngineOptions.isAlpnAvailable()).isTrue();
        } finally {
            Await.get(vertx.close());
        }
    }
}
