package io.perigee.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void outcomesAreCloudFrontsWords() {
        assertThat(Outcome.Hit.xCache()).isEqualTo("Hit from perigee");
        assertThat(Outcome.LambdaGeneratedResponse.xCache()).isEqualTo("LambdaGeneratedResponse from perigee");
        assertThat(Outcome.OriginShieldHit.resultType()).isEqualTo(Outcome.Miss);
        assertThat(Outcome.RefreshHit.resultType()).isEqualTo(Outcome.RefreshHit);
    }

    @Test
    void reasonsGiveCacheStatusParameters() {
        assertThat(Reason.FRESH.cacheStatus()).isEqualTo("hit");
        assertThat(Reason.STALE_IF_ERROR.cacheStatus()).isEqualTo("hit; detail=stale-if-error");
        assertThat(Reason.COLLAPSED.cacheStatus()).isEqualTo("fwd=uri-miss; collapsed");
        assertThat(Reason.NOT_STORED.cacheStatus()).isEqualTo("fwd=uri-miss; detail=not-stored");
        assertThat(Reason.METHOD.cacheStatus()).isEqualTo("fwd=method");
        assertThat(Reason.GEO_RESTRICTED.cacheStatus()).isEqualTo("detail=geo-restricted");
    }

    @Test
    void labelsAreTokensAndUnique() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z]+(-[a-z]+)*"));
        assertThat(Arrays.stream(Reason.values()).filter(Reason::isHit))
                .allMatch(reason -> reason.forward() == Reason.Forward.NONE);
    }
}
