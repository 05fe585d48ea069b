package io.perigee.origin.store;

/** Is told of every change of an object. */
@FunctionalInterface
public interface ObjectListener {

    /**
     * Called once for each change, after it is on disk and before its writer gets an answer, on the writer's thread;
     * for one key in the order of the changes. What it throws is logged and goes no further. A slow listener slows
     * writers: hand long work to another thread.
     */
    void onEvent(ObjectEvent event);
}
