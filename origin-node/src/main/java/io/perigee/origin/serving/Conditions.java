package io.perigee.origin.serving;

import io.perigee.origin.store.StoredObject;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditional fields of a GET or HEAD, evaluated in the order of RFC 9110 section 13.2.2. */
final class Conditions {

    private Conditions() {}

    /** What the conditions make of a request. */
    enum Verdict {
        PROCEED,
        NOT_MODIFIED,
        PRECONDITION_FAILED
    }

    static Verdict evaluate(MultiMap request, StoredObject object) {
        Instant modified = object.lastModified().truncatedTo(ChronoUnit.SECONDS);
        String ifMatch = all(request, "If-Match");
        if (ifMatch != null) {
            if (!matches(ifMatch, object, false)) {
                return Verdict.PRECONDITION_FAILED;
            }
        } else if (date(request, "If-Unmodified-Since")
                .filter(modified::isAfter)
                .isPresent()) {
            return Verdict.PRECONDITION_FAILED;
        }
        String ifNoneMatch = all(request, "If-None-Match");
        if (ifNoneMatch != null) {
            return matches(ifNoneMatch, object, true) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
        }
        Optional<Instant> since = date(request, "If-Modified-Since");
        return since.isPresent() && !modified.isAfter(since.get()) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }

    /** Whether a Range field counts, RFC 9110 section 13.1.5: the tag or the date must be the very same. */
    static boolean rangeApplies(MultiMap request, StoredObject object) {
        String ifRange = request.get("If-Range");
        return ifRange == null
                || ifRange.strip().equals(object.quotedEtag())
                || HttpDates.parse(ifRange.strip())
                        .filter(object.lastModified().truncatedTo(ChronoUnit.SECONDS)::equals)
                        .isPresent();
    }

    private static boolean matches(String field, StoredObject object, boolean weakly) {
        if (field.strip().equals("*")) {
            return true;
        }
        for (String item : field.split(",", -1)) {
            String tag = item.strip();
            if (weakly && tag.startsWith("W/")) {
                tag = tag.substring(2);
            }
            // S3 clients also send the tag without its quotes.
            if (tag.equals(object.quotedEtag()) || tag.equals(object.etag())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String all(MultiMap request, String name) {
        return request.contains(name) ? String.join(",", request.getAll(name)) : null;
    }

    private static Optional<Instant> date(MultiMap request, String name) {
        return Optional.ofNullable(request.get(name)).flatMap(text -> HttpDates.parse(text.strip()));
    }
}
