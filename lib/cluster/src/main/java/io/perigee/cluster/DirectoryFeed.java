package io.perigee.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;
import io.perigee.cluster.directory.DirectoryJson;
import io.perigee.cluster.directory.DirectoryView;
import io.perigee.cluster.directory.NodeInfo;
import java.util.List;
import java.util.concurrent.Executor;

/** Brings the directory's changes into a view: as they happen, and as a whole after each connection. */
final class DirectoryFeed
        implements EntryAddedListener<String, String>,
                EntryUpdatedListener<String, String>,
                EntryRemovedListener<String, String> {

    private final DirectoryView view;
    private final Executor turns;

    DirectoryFeed(DirectoryView view, Executor turns) {
        this.view = view;
        this.turns = turns;
    }

    /** Begins to listen. Blocks. */
    void listen(SharedData data) {
        data.nodes().addEntryListener(this, true);
    }

    /** Reads all of it. Blocks. */
    void sync(SharedData data) {
        List<NodeInfo> all = data.readNodes();
        turns.execute(() -> view.synced(all));
    }

    @Override
    public void entryAdded(EntryEvent<String, String> event) {
        changed(event);
    }

    @Override
    public void entryUpdated(EntryEvent<String, String> event) {
        changed(event);
    }

    @Override
    public void entryRemoved(EntryEvent<String, String> event) {
        turns.execute(() -> view.remove(event.getKey()));
    }

    private void changed(EntryEvent<String, String> event) {
        DirectoryJson.decode(event.getValue(), NodeInfo.class).ifPresent(node -> turns.execute(() -> view.put(node)));
    }
}
