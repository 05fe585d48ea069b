package io.perigee.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testkit.Await;
import io.perigee.testkit.Conversation;
import io.perigee.testkit.RawConnection;
import io.perigee.testkit.Viewer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@Conversation
class ViewerBodyTest {

    private static final String HEAD = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";

    @Test
    void aReaderWhoComesAfterTheViewerHasLeftWaitedForEver(Vertx vertx, Viewer viewer) {
        var left = new CompletableFuture<Void>();
        Promise<String> read = Promise.promise();
        var server = Await.get(vertx.createHttpServer()
                .requestHandler(http -> {
                    http.pause();
                    var body = new ViewerBody(http);
                    http.response().closeHandler(closed -> {
                        body.exceptionHandler(broken -> read.tryComplete("broken off"));
                        body.endHandler(end -> read.tryComplete("whole"));
                        body.resume();
                        left.complete(null);
                    });
                })
                .listen(0, "127.0.0.1"));

        viewer.raw(server.actualPort()).send(HEAD + "da").close();

        Await.get(left);
        assertThat(Await.get(read.future())).isEqualTo("broken off");
    }

    @Test
    void isReadAsItComes(Vertx vertx, Viewer viewer) {
        var server = Await.get(vertx.createHttpServer()
                .requestHandler(http -> {
                    http.pause();
                    var body = new ViewerBody(http);
                    vertx.runOnContext(later -> body.pipeTo(http.response().setChunked(true)));
                })
                .listen(0, "127.0.0.1"));

        try (RawConnection connection = viewer.raw(server.actualPort())) {
            connection.send(HEAD + "da").send("ta");

            assertThat(connection.readUntil("0\r\n\r\n").replaceAll("[\r\n]|[0-9]+\r\n", ""))
                    .contains("da", "ta");
        }
    }
}
