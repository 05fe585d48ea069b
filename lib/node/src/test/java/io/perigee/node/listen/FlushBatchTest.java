package io.perigee.node.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushBatchTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final FlushBatch batch = new FlushBatch(tasks::add);
    private final List<String> sent = new ArrayList<>();

    /** A connection that notes what reaches its socket. */
    private EmbeddedChannel connection(String name) {
        var socket = new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                sent.add(name);
                context.flush();
            }

            @Override
            public void close(ChannelHandlerContext context, ChannelPromise promise) {
                sent.add(name + " closed");
                var unused = context.close(promise);
            }
        };
        return new EmbeddedChannel(socket, batch.forConnection());
    }

    private static void flush(EmbeddedChannel connection) {
        connection.pipeline().flush();
    }

    @Test
    void allIsSentOnceWhenTheEventLoopHasGoneThroughWhatWasReady() {
        EmbeddedChannel first = connection("first");
        EmbeddedChannel second = connection("second");
        flush(first);
        flush(second);
        flush(first);
        assertThat(sent).isEmpty();

        tasks.remove().run();
        assertThat(sent).containsExactly("first", "second");

        flush(second);
        tasks.remove().run();
        assertThat(sent).containsExactly("first", "second", "second");
    }

    @Test
    void manyDoNotWaitForMore() {
        for (int i = 1; i < 16; i++) {
            flush(connection("other"));
        }
        assertThat(sent).isEmpty();

        flush(connection("last"));

        assertThat(sent).hasSize(16).endsWith("last");
        tasks.remove().run();
        assertThat(sent).hasSize(16);
    }

    @Test
    void aConnectionThatIsClosedHasSentWhatItHad() {
        EmbeddedChannel connection = connection("only");
        flush(connection);

        var unused = connection.pipeline().close();

        assertThat(sent).containsExactly("only", "only closed");
    }
}
