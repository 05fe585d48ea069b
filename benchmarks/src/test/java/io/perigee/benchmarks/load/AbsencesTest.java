package io.perigee.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsencesTest {

    private static final long MILLI = 1_000_000;

    private final Absences absences = new Absences(0);

    @Test
    void whatIsShortIsNone() {
        absences.looks(MILLI / 2);
        assertThat(absences.total()).isZero();
    }

    @Test
    void absencesAddUp() {
        absences.looks(2 * MILLI);
        absences.looks(2 * MILLI + 1);
        absences.looks(7 * MILLI + 1);
        assertThat(absences.total()).isEqualTo(7 * MILLI);
        assertThat(absences.longest()).isEqualTo(5 * MILLI);
    }

    @Test
    void whatWasDueDuringAnAbsenceIsDelayedByItsRestOnly() {
        absences.looks(4 * MILLI);
        assertThat(absences.totalAt(MILLI)).isEqualTo(MILLI);
        assertThat(absences.totalAt(4 * MILLI)).isEqualTo(4 * MILLI);
        absences.looks(4 * MILLI + 10);
        assertThat(absences.totalAt(4 * MILLI + 5)).isEqualTo(4 * MILLI);
    }
}
