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
    void labelsAreTokensAndUnique() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z]+(-[a-z]+)*"));
    }
}
