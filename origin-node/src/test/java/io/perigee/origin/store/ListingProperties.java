package io.perigee.origin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Pages of a listing against S3's rules, applied to all keys at once. */
class ListingProperties {

    @Property(tries = 500)
    void pagesAreTheRolledUpKeysInOrderWithoutGapOrRepetition(
            @ForAll("keys") Set<String> keys,
            @ForAll("fragments") String prefix,
            @ForAll("delimiters") String delimiter,
            @ForAll("fragments") String startAfter,
            @ForAll @IntRange(min = 1, max = 5) int pageSize) {
        BucketIndex index = new BucketIndex(Stores.BUCKET, Instant.EPOCH);
        keys.forEach(key -> index.put(object(key)));

        List<String> listed = new ArrayList<>();
        Optional<String> resume = Optional.empty();
        do {
            Listing page = index.list(new ListRequest(prefix, delimiter, startAfter, resume, pageSize));
            List<String> entries = new ArrayList<>(page.commonPrefixes());
            page.objects().forEach(object -> entries.add(object.key().value()));
            assertThat(entries).hasSizeLessThanOrEqualTo(pageSize);
            entries.sort(ListingProperties::byUtf8);
            listed.addAll(entries);
            resume = page.next();
        } while (resume.isPresent());

        assertThat(listed).isEqualTo(model(keys, prefix, delimiter, startAfter));
    }

    @Property
    void keysSortByTheirUtf8Bytes(@ForAll("fragments") String a, @ForAll("fragments") String b) {
        assertThat(Integer.signum(ObjectKey.compareByUtf8(a, b))).isEqualTo(Integer.signum(byUtf8(a, b)));
    }

    private static List<String> model(Set<String> keys, String prefix, String delimiter, String startAfter) {
        TreeSet<String> entries = new TreeSet<>(ListingProperties::byUtf8);
        for (String key : keys) {
            if (key.startsWith(prefix) && byUtf8(key, startAfter) > 0) {
                int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
                entries.add(end < 0 ? key : key.substring(0, end + delimiter.length()));
            }
        }
        return List.copyOf(entries);
    }

    private static int byUtf8(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    private static StoredObject object(String key) {
        return new StoredObject(
                Stores.BUCKET, new ObjectKey(key), 0, "", Instant.EPOCH, ObjectAttributes.of("text/plain"), 1);
    }

    @Provide
    Arbitrary<Set<String>> keys() {
        return fragments().filter(key -> !key.isEmpty()).set().ofMaxSize(25);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of("a", "b", "/", "\uD7FF", "\uE000", "\uFFFD", "\uD83D\uDE80", "\uDBFF\uDFFF")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> delimiters() {
        return Arbitraries.of("", "/", "a", "ab", "\uDBFF\uDFFF");
    }
}
