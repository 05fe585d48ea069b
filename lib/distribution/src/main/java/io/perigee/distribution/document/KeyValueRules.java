package io.perigee.distribution.document;

import io.perigee.distribution.KeyValueStore;
import io.perigee.distribution.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

final class KeyValueRules {

    private KeyValueRules() {}

    static void check(KeyValueStore.Update update, RuleSink sink) {
        List<String> fields = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < update.puts().size(); i++) {
            fields.add("puts[" + i + "].key");
            keys.add(update.puts().get(i).key());
        }
        for (int i = 0; i < update.deletes().size(); i++) {
            fields.add("deletes[" + i + "].key");
            keys.add(update.deletes().get(i).key());
        }
        if (keys.isEmpty()) {
            sink.add("puts", null, "one key at least, to put or to delete");
        }
        if (keys.size() > Limits.UPDATED_KEYS) {
            sink.add("deletes", keys.size() + " keys", "at most " + Limits.UPDATED_KEYS + " keys in one update");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (key.isEmpty() || KeyValueStore.size(key) > Limits.KEY_BYTES) {
                sink.add(fields.get(i), key, "1 to " + Limits.KEY_BYTES + " bytes");
            } else if (!seen.add(key)) {
                sink.add(fields.get(i), key, "each key only once in one update");
            }
        }
    }
}
