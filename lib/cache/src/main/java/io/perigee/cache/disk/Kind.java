package io.perigee.cache.disk;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a record is. */
enum Kind {
    /** The first of each segment: what was known when it was begun. */
    BEGIN(1),
    /** Something stored. */
    OBJECT(2),
    /** What is stored for this hash and variant is not to be found any more. */
    REMOVAL(3),
    /** Nothing that was stored before is to be found any more. */
    PURGE(4),
    /** What the store's owner wants to be told after a restart. */
    NOTE(5),
    /** The last before the store was closed in order. */
    CLOSED(6);

    private static final Map<Integer, Kind> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Kind::code, Function.identity()));

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    /** What stands for it on disk. */
    int code() {
        return code;
    }

    static @Nullable Kind of(int code) {
        return BY_CODE.get(code);
    }
}
