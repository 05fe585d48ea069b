package io.perigee.chaos.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.chaos.place.Link.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    /** Long enough for a machine that is busy with much else. */
    private static final int LIMIT_MILLIS = 30_000;

    /** How long a byte that must not come is waited for. */
    private static final int SHORT_MILLIS = 200;

    private ServerSocket server;
    private Relay relay;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        relay = new Relay(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                (InetSocketAddress) server.getLocalSocketAddress(),
                1);
        near = new Socket(InetAddress.getLoopbackAddress(), relay.address().getPort());
        far = server.accept();
        near.setSoTimeout(LIMIT_MILLIS);
        far.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        relay.close();
        server.close();
    }

    @Test
    void bytesAndEndsGoThroughBothWays() throws IOException {
        near.getOutputStream().write(7);
        assertThat(far.getInputStream().read()).isEqualTo(7);
        far.getOutputStream().write(8);
        assertThat(near.getInputStream().read()).isEqualTo(8);
        near.shutdownOutput();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        far.shutdownOutput();
        assertThat(near.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whatIsStalledOneWayWaitsAndTheOtherWayGoesOn() throws IOException {
        relay.stall(EnumSet.of(Direction.THERE));
        near.getOutputStream().write(7);
        far.getOutputStream().write(8);
        assertThat(near.getInputStream().read()).isEqualTo(8);
        far.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        far.setSoTimeout(LIMIT_MILLIS);
        relay.heal();
        assertThat(far.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void aResetBreaksConnectionsAndNewOnesUntilItIsHealed() throws IOException {
        relay.reset();
        assertThatThrownBy(() -> {
                    // What is read before the reset is noticed is an end.
                    if (near.getInputStream().read() < 0) {
                        throw new IOException("ended");
                    }
                })
                .isInstanceOf(IOException.class);
        relay.heal();
        near = new Socket(InetAddress.getLoopbackAddress(), relay.address().getPort());
        far = server.accept();
        near.getOutputStream().write(9);
        assertThat(far.getInputStream().read()).isEqualTo(9);
    }

    @Test
    void whatIsDelayedAndLostArrivesLateAndInOrder() throws IOException {
        relay.delay(Duration.ofMillis(50));
        relay.lose(0.3);
        long began = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            near.getOutputStream().write(i);
            assertThat(far.getInputStream().read()).isEqualTo(i);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void answersBreakOffBeforeTheirEndOrAreOthers() throws IOException {
        relay.breakOffAnswers();
        far.getOutputStream().write("a whole answer".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> {
                    byte[] got = near.getInputStream().readAllBytes();
                    if (got.length < "a whole answer".length()) {
                        throw new IOException("broken off");
                    }
                })
                .isInstanceOf(IOException.class);
        relay.heal();
        near = new Socket(InetAddress.getLoopbackAddress(), relay.address().getPort());
        far = server.accept();
        relay.garbleAnswers();
        far.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(near.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                .hasSize(512)
                .doesNotStartWith("HTTP");
    }

    @Test
    void healingEndsEverythingAtOnce() throws IOException {
        relay.stall(Set.of(Direction.values()));
        relay.delay(Duration.ofHours(1));
        relay.heal();
        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
    }
}
