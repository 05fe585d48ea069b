package io.perigee.cache;

import io.perigee.httpcaching.Headers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of {@code Cache-Tag}, in which origins name what their responses belong to: separated by commas, case matters, each 1 to
 * {@value #LENGTH} visible ASCII characters without comma, {@value #COUNT} different ones at most. Blanks around members and empty
 * members say nothing.
 *
 * <p>A field that is not like that carries {@link #ANY}: its response is covered by every tag that is invalidated. So nothing that an
 * origin has tagged, however badly, outlives the invalidation that was meant for it.
 */
public final class CacheTags {

    /** The field's name. */
    public static final String FIELD = "Cache-Tag";

    /** The most tags of one response that count one by one. */
    public static final int COUNT = 256;

    /** The most characters of one tag. */
    public static final int LENGTH = 128;

    /** Stands for every tag. An origin may send it as well. */
    static final String ANY = "*";

    private static final List<String> EVERY = List.of(ANY);

    private CacheTags() {}

    /** The tags of a response, each once. */
    static List<String> of(Headers response) {
        String field = response.combined(FIELD);
        if (field == null) {
            return List.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        for (int start = 0; start <= field.length(); ) {
            int comma = field.indexOf(',', start);
            int end = comma < 0 ? field.length() : comma;
            String tag = field.substring(start, end).strip();
            if (!tag.isEmpty() && (!isTag(tag) || (tags.add(tag) && tags.size() > COUNT))) {
                return EVERY;
            }
            start = end + 1;
        }
        return List.copyOf(tags);
    }

    private static boolean isTag(String text) {
        return text.length() <= LENGTH && !text.equals(ANY) && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
