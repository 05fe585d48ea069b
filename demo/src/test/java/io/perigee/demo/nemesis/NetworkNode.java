package io.perigee.demo.nemesis;

import io.perigee.demo.nemesis.NodeProcess.Kind;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** A node over all its restarts: its folder and its configuration stay, its process and its ports do not. */
final class NetworkNode {

    /** Told the ports after each start. */
    interface Listening {
        void on(List<Integer> ports);
    }

    private final Kind kind;
    private final Path folder;
    private final JsonObject config;
    private final Listening listening;
    private volatile NodeProcess process;

    NetworkNode(Kind kind, Path folder, JsonObject config, Listening listening) {
        this.kind = kind;
        this.folder = folder;
        this.config = config;
        this.listening = listening;
    }

    /** Starts it and waits until it listens. */
    void start() {
        process = NodeProcess.start(kind, folder, config);
        listening.on(process.ports());
    }

    List<Integer> ports() {
        return process.ports();
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }
}
