package io.perigee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** One connection of a {@link FakeOrigin}: answers its requests one after the other. Runs on the socket's context. */
final class OriginConversation {

    private final Vertx vertx;
    private final NetSocket socket;
    private final Function<Received, Answer> script;
    private final Runnable onCut;
    private final Deque<Received> waiting = new ArrayDeque<>();
    private boolean answering;
    private boolean open = true;

    OriginConversation(Vertx vertx, NetSocket socket, Function<Received, Answer> script, Runnable onCut) {
        this.vertx = vertx;
        this.socket = socket;
        this.script = script;
        this.onCut = onCut;
    }

    void receive(Received request) {
        waiting.add(request);
        answerNext();
    }

    void closed() {
        open = false;
        if (answering) {
            onCut.run();
        }
    }

    private void answerNext() {
        Received request = waiting.peek();
        if (answering || !open || request == null) {
            return;
        }
        waiting.remove();
        answering = true;
        var context = vertx.getOrCreateContext();
        new Delivery(request, script.apply(request))
                .run()
                .onComplete(done -> context.runOnContext(v -> {
                    answering = false;
                    answerNext();
                }));
    }

    /** One answer on its way. */
    private final class Delivery {
        private final Received request;
        private final Answer answer;
        private boolean headSent;
        private boolean lastChunkSent;
        private long bodySent;

        Delivery(Received request, Answer answer) {
            this.request = request;
            this.answer = answer;
        }

        Future<Void> run() {
            Future<Void> progress = Future.succeededFuture();
            for (Answer.Step step : answer.steps()) {
                progress = progress.compose(v -> perform(step));
            }
            return progress.compose(v -> finish());
        }

        private Future<Void> perform(Answer.Step step) {
            if (!open) {
                return Future.failedFuture("closed by the other side");
            }
            return switch (step) {
                case Answer.Step.Head head -> sendHead();
                case Answer.Step.Wait(Gate gate) -> onContext(gate.arrive());
                case Answer.Step.Write(Buffer bytes) -> sendHead().compose(v -> sendBody(bytes));
                case Answer.Step.Close close -> finish().compose(v -> cut());
            };
        }

        private Future<Void> sendHead() {
            if (headSent || answer.isRaw()) {
                return Future.succeededFuture();
            }
            headSent = true;
            return socket.write(answer.encodedHead());
        }

        private Future<Void> sendBody(Buffer bytes) {
            if (request.method().equals("HEAD") && !answer.isRaw()) {
                return Future.succeededFuture();
            }
            long limit = answer.abortAfterBytes();
            boolean ends = limit >= 0 && bodySent + bytes.length() > limit;
            Buffer allowed = ends ? bytes.getBuffer(0, (int) (limit - bodySent)) : bytes;
            bodySent += allowed.length();
            Future<Void> written = answer.isBytewise() ? writeBytewise(allowed) : socket.write(allowed);
            return ends ? written.compose(v -> cut()) : written;
        }

        private Future<Void> writeBytewise(Buffer bytes) {
            Future<Void> progress = Future.succeededFuture();
            for (int i = 0; i < bytes.length(); i++) {
                Buffer single = bytes.getBuffer(i, i + 1);
                progress = progress.compose(v -> socket.write(single));
            }
            return progress;
        }

        private Future<Void> finish() {
            if (!open) {
                return Future.succeededFuture();
            }
            if (answer.isRaw()) {
                return cut();
            }
            Future<Void> head = sendHead();
            if (answer.abortAfterBytes() >= 0) {
                return head.compose(v -> cut());
            }
            boolean ends = answer.isChunked() && !request.method().equals("HEAD") && !lastChunkSent;
            lastChunkSent = true;
            return ends ? head.compose(v -> socket.write("0\r\n\r\n")) : head;
        }

        private Future<Void> cut() {
            open = false;
            return socket.close();
        }

        /** The future of a gate completes on the test's thread; what follows belongs on the socket's. */
        private Future<Void> onContext(Future<Void> future) {
            var context = vertx.getOrCreateContext();
            var promise = Promise.<Void>promise();
            future.onComplete(done -> context.runOnContext(v -> promise.handle(done)));
            return promise.future();
        }
    }
}
