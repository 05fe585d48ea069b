package io.perigee.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

    @Test
    void haveTheFormOfCloudFrontsAndDoNotRepeat() {
        var random = new SplittableRandom(1);

        var ids = Stream.generate(() -> RequestIds.next(random)).limit(10_000).collect(Collectors.toSet());

        assertThat(ids).hasSize(10_000).allMatch(id -> id.matches("[A-Za-z0-9_-]{54}=="));
    }
}
