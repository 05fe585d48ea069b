package io.perigee.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.perigee.httpcaching.ByteRange;
import io.perigee.httpcaching.MultipartByteRanges;
import io.perigee.testkit.RawConnection;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.impl.VertxConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Vert.x writes stored bodies: straight from the memory that they are stored in, and done with it when it says so. */
class WritingToSocketsTest {
    private final Vertx vertx = Vertx.vertx();

    /** Held here, because Vert.x closes a client that is garbage. */
    private final HttpClient client = vertx.createHttpClient();

    private final Memory memory = new Memory();
    private final byte[] content = new byte[3 << 20];
    private final Chunks chunks = new Chunks(memory, content.length);

    WritingToSocketsTest() {
        new Random(7).nextBytes(content);
        chunks.append(Buffer.buffer(content));
    }

    @AfterEach
    void everythingIsGivenBack() {
        chunks.release();
        Waiting.until(() -> memory.used() == 0, "all memory is given back");
        Waiting.on(vertx.close());
    }

    private StoredBody open() {
        chunks.retain();
        return new StoredBody(chunks, null);
    }

    private HttpServer serve(Handler<HttpServerRequest> handler) {
        return Waiting.on(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
    }

    private Buffer body(HttpServer server) {
        return Waiting.on(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body));
    }

    @Test
    void theBytesOnTheWireComeFromTheStoredMemoryItself() {
        List<Long> addresses = new CopyOnWriteArrayList<>();
        Promise<Void> sent = Promise.promise();
        HttpServer server = serve(request -> {
            VertxConnection connection = (VertxConnection) request.connection();
            connection.channel().pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
                        throws Exception {
                    ByteBuf bytes = message instanceof ByteBufHolder holder
                            ? holder.content()
                            : message instanceof ByteBuf buffer ? buffer : null;
                    if (bytes != null && bytes.readableBytes() > 100_000) {
                        addresses.add(bytes.memoryAddress() + bytes.readerIndex());
                    }
                    super.write(context, message, promise);
                }
            });
            request.response().putHeader("Content-Length", "" + content.length);
            open().sendTo(request.response()).onComplete(sent);
        });
        Buffer body = body(server);
        Waiting.on(sent.future());
        assertThat(body.getBytes()).isEqualTo(content);
        List<Long> stored = List.of(address(0), address(1 << 20), address(2 << 20));
        assertThat(addresses).isEqualTo(stored);
    }

    private long address(long position) {
        ByteBuf view = ((BufferInternal) chunks.view(position, 1)).getByteBuf();
        return view.memoryAddress() + view.readerIndex();
    }

    @Test
    void aRangeIsSentAndNothingElse() {
        HttpServer server = serve(request -> {
            request.response().putHeader("Content-Length", "1100000");
            open().sendTo(request.response(), 1_000_000, 1_100_000);
        });
        Buffer body = body(server);
        assertThat(body.getBytes()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_100_000));
    }

    @Test
    void severalRangesAreWrittenOneAfterTheOther() {
        MultipartByteRanges parts =
                parts(new ByteRange(content.length - 10L, content.length - 1L), new ByteRange(0, 9));
        HttpServer server = serve(request -> {
            request.response().putHeader("Content-Length", "" + parts.contentLength());
            open().sendTo(request.response(), parts);
        });
        Buffer expected = Buffer.buffer(parts.partHead(0))
                .appendBytes(content, content.length - 10, 10)
                .appendString(parts.partHead(1))
                .appendBytes(content, 0, 10)
                .appendString(parts.closing());
        assertThat(body(server)).isEqualTo(expected);
    }

    private MultipartByteRanges parts(ByteRange... ranges) {
        return new MultipartByteRanges("b", "text/plain", List.of(ranges), content.length);
    }

    @Test
    void aViewerThatLeavesInMidBodyCostsNoMemory() {
        ByteRange[] everything = new ByteRange[64];
        Arrays.fill(everything, new ByteRange(0, content.length - 1L));
        MultipartByteRanges parts = parts(everything);
        Promise<Void> sent = Promise.promise();
        HttpServer server = serve(request -> {
            request.response().putHeader("Content-Length", "" + parts.contentLength());
            open().sendTo(request.response(), parts).onComplete(sent);
        });
        try (RawConnection viewer = RawConnection.open(server.actualPort())) {
            viewer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
        }
        assertThat(Waiting.onFailure(sent.future())).isNotNull();
    }

    @Test
    void aResponseThatWasResetRefusesTheBodyAndItsMemoryIsGivenBack() {
        Promise<Void> sent = Promise.promise();
        HttpServer server = serve(request -> {
            request.response().putHeader("Content-Length", "" + content.length);
            request.response().reset();
            vertx.runOnContext(later -> open().sendTo(request.response()).onComplete(sent));
        });
        assertThat(Waiting.onFailure(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                        .compose(HttpClientRequest::send)))
                .isNotNull();
        assertThat(Waiting.onFailure(sent.future())).isNotNull();
    }

    @Test
    void copiesCanBeReadLikeAnyStream() {
        Buffer read = Buffer.buffer();
        Promise<Void> ended = Promise.promise();
        vertx.runOnContext(now -> open().read()
                .handler(read::appendBuffer)
                .endHandler(ended::complete)
                .resume());
        Waiting.on(ended.future());
        assertThat(read.getBytes()).isEqualTo(content);
    }

    @Test
    void aBodyIsUsedOnce() {
        StoredBody body = open();
        body.discard();
        body.discard();
        assertThatIllegalStateException().isThrownBy(body::read);
    }
}
