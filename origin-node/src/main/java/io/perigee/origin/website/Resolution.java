package io.perigee.origin.website;

import io.perigee.origin.store.ObjectKey;
import java.util.function.Predicate;

/** What a website has for a path. */
sealed interface Resolution {

    /** This object. */
    record Serve(ObjectKey key) implements Resolution {}

    /**
     * The path names a folder that has an index document, without its slash: 302.
     *
     * @param path the folder's path, decoded, with leading and trailing slash
     */
    record RedirectToFolder(String path) implements Resolution {}

    /** Nothing: 404. */
    record NotFound() implements Resolution {}

    /**
     * S3's rules: a path that is empty or ends in a slash stands for the index document there; any other is a key, and
     * if there is no such key but a folder of that name with an index document, a redirect to it.
     *
     * @param path decoded, with its leading slash
     * @param exists whether the bucket has an object of this key
     */
    static Resolution of(String path, String indexDocument, Predicate<ObjectKey> exists) {
        String name = path.substring(1);
        if (name.isEmpty() || name.endsWith("/")) {
            return has(name + indexDocument, exists) ? new Serve(new ObjectKey(name + indexDocument)) : new NotFound();
        }
        if (has(name, exists)) {
            return new Serve(new ObjectKey(name));
        }
        return has(name + "/" + indexDocument, exists) ? new RedirectToFolder(path + "/") : new NotFound();
    }

    private static boolean has(String key, Predicate<ObjectKey> exists) {
        return ObjectKey.isLegal(key) && exists.test(new ObjectKey(key));
    }
}
