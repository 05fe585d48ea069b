package io.perigee.control.output;

import io.perigee.control.store.FunctionLogTable;
import io.perigee.control.store.LogChunk;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads a page of a function's log. */
final class LogReading {

    private static final int CHUNKS_AT_ONCE = 50;

    /** A page ends when it has looked through so many lines' characters, even where none was wanted. */
    private static final long MOST_CHARACTERS = 8L << 20;

    private final FunctionLogTable log;
    private final LogQuery query;
    private final List<LogLine> lines = new ArrayList<>();
    private LogPosition position;
    private long characters;

    LogReading(FunctionLogTable log, LogQuery query) {
        this.log = log;
        this.query = query;
        position = query.position();
    }

    LogPage page() {
        while (true) {
            List<LogChunk> chunks = log.chunks(query.function(), position.chunk(), query.since(), CHUNKS_AT_ONCE);
            for (LogChunk chunk : chunks) {
                if (lines.size() >= query.limit() || characters >= MOST_CHARACTERS) {
                    return new LogPage(lines, position, true);
                }
                add(chunk);
            }
            if (chunks.size() < CHUNKS_AT_ONCE) {
                return new LogPage(lines, position, lines.size() >= query.limit());
            }
        }
    }

    private void add(LogChunk chunk) {
        characters += chunk.characters();
        int from = chunk.position() == position.chunk() ? position.line() : 0;
        boolean wanted = (query.version().isEmpty() || query.version().getAsLong() == chunk.version())
                && query.region().map(chunk.region()::equals).orElse(true);
        if (wanted) {
            JsonArray printed = new JsonArray(chunk.lines());
            for (int i = from; i < printed.size(); i++) {
                if (lines.size() >= query.limit()) {
                    position = new LogPosition(chunk.position(), i);
                    return;
                }
                add(chunk, printed.getJsonObject(i));
            }
        }
        position = new LogPosition(chunk.position() + 1, 0);
    }

    private void add(LogChunk chunk, JsonObject line) {
        long at = line.getLong("at");
        String text = line.getString("text");
        if (at >= query.since() && at < query.until() && text.contains(query.text())) {
            lines.add(
                    new LogLine(at, chunk.version(), chunk.region(), chunk.node(), line.getString("requestId"), text));
        }
    }
}
