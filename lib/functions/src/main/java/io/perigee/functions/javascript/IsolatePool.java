package io.perigee.functions.javascript;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The isolates of all functions of a node that run nothing at the moment. There are so many at most; the one that has been idle for longest makes room.
 * A function gets the one back that it used last, whose code is warm.
 */
final class IsolatePool {
    private final int capacity;
    private final Map<ScriptFunction, Deque<ScriptIsolate>> idle = new HashMap<>();
    // In the order in which they became idle.
    private final Map<ScriptIsolate, ScriptFunction> owners = new LinkedHashMap<>();

    IsolatePool(int capacity) {
        this.capacity = capacity;
    }

    synchronized @Nullable ScriptIsolate take(ScriptFunction function) {
        Deque<ScriptIsolate> own = idle.get(function);
        ScriptIsolate isolate = own == null ? null : own.pollLast();
        if (isolate != null) {
            owners.remove(isolate);
        }
        return isolate;
    }

    /** Keeps that isolate, and closes the one that has to go for it. */
    void give(ScriptFunction function, ScriptIsolate isolate) {
        ScriptIsolate evicted = null;
        synchronized (this) {
            if (owners.size() >= capacity) {
                Map.Entry<ScriptIsolate, ScriptFunction> oldest =
                        owners.entrySet().iterator().next();
                evicted = oldest.getKey();
                forget(evicted, oldest.getValue());
            }
            idle.computeIfAbsent(function, first -> new ArrayDeque<>(2)).addLast(isolate);
            owners.put(isolate, function);
        }
        if (evicted != null) {
            evicted.close();
        }
    }

    private void forget(ScriptIsolate isolate, ScriptFunction function) {
        owners.remove(isolate);
        Deque<ScriptIsolate> own = idle.get(function);
        if (own != null) {
            own.remove(isolate);
            if (own.isEmpty()) {
                idle.remove(function);
            }
        }
    }

    /** Closes those of a function that runs no more. */
    void drop(ScriptFunction function) {
        Deque<ScriptIsolate> own;
        synchronized (this) {
            own = idle.remove(function);
            if (own != null) {
                own.forEach(owners::remove);
            }
        }
        if (own != null) {
            own.forEach(ScriptIsolate::close);
        }
    }

    synchronized int size() {
        return owners.size();
    }
}
