package io.perigee.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.chaos.check.Verdict.State;
import io.perigee.chaos.history.Event;
import io.perigee.chaos.history.Event.Agreed;
import io.perigee.chaos.history.Event.Answered;
import io.perigee.chaos.history.Event.Changed;
import io.perigee.chaos.history.Event.Failed;
import io.perigee.chaos.history.Event.Faulted;
import io.perigee.chaos.history.Event.Fetched;
import io.perigee.chaos.history.Event.Invalidated;
import io.perigee.chaos.history.Event.NotTried;
import io.perigee.chaos.history.Event.Served;
import io.perigee.chaos.place.PlacedNode;
import io.perigee.chaos.place.PlacedNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The judge of the network is judged here: it must find what is planted, and nothing else. Instants are in seconds. */
class CheckerTest {

    private static final Fetched OLD = new Fetched(1, "/img/1", 1, s(10));
    private static final Fetched NEW = new Fetched(2, "/img/1", 2, s(25));
    private static final Invalidated COMPLETED = invalidated("i-1", "/img/*", s(20), OptionalLong.of(s(30)), true);
    private static final long LEASE = s(3);

    @Test
    void aResponseFetchedBeforeAndAskedForAfterIsStale() {
        Verdict fresh = verdict(NetworkPromise.FRESH, OLD, NEW, COMPLETED, answered(s(30) + 1, OLD));
        assertThat(fresh.state()).isEqualTo(State.BROKEN);
        assertThat(fresh.measured()).isEqualTo("violations = 1 of 1 answers");
        assertThat(fresh.findings().getFirst()).contains("edge-eu-1", "/img/1", "i-1", "10.000 s");
    }

    @Test
    void aRequestThatBeganBeforeTheCompletionWasReadProvesNothing() {
        assertThat(verdict(NetworkPromise.FRESH, OLD, NEW, COMPLETED, answered(s(30), OLD))
                        .state())
                .isEqualTo(State.NOT_TRIED);
    }

    @Test
    void aResponseFetchedWhileTheInvalidationWasOnItsWayIsGoodEnough() {
        assertThat(verdict(NetworkPromise.FRESH, OLD, NEW, COMPLETED, answered(s(31), NEW))
                        .state())
                .isEqualTo(State.KEPT);
    }

    @Test
    void anInvalidationOfOtherPathsProvesNothing() {
        Invalidated other = invalidated("i-2", "/im", s(40), OptionalLong.of(s(50)), true);
        assertThat(verdict(NetworkPromise.FRESH, OLD, NEW, COMPLETED, other, answered(s(51), NEW))
                        .state())
                .isEqualTo(State.KEPT);
    }

    @Test
    void anInvalidationThatWasSentLaterAndCompletedEarlierCounts() {
        Invalidated slow = invalidated("i-2", "/img/1", s(15), OptionalLong.of(s(40)), true);
        assertThat(verdict(NetworkPromise.FRESH, OLD, NEW, slow, COMPLETED, answered(s(45), OLD))
                        .findings()
                        .getFirst())
                .contains("i-1");
        Invalidated quick = invalidated("i-3", "/img/1", s(26), OptionalLong.of(s(27)), true);
        assertThat(verdict(NetworkPromise.FRESH, OLD, NEW, COMPLETED, quick, answered(s(31), NEW))
                        .findings()
                        .getFirst())
                .contains("i-3");
    }

    @Test
    void whatIsAcknowledgedAndStaysIsNotLost() {
        Verdict lost = verdict(NetworkPromise.NOTHING_LOST, COMPLETED, changed(Changed.Kind.FUNCTION, 1, true));
        assertThat(lost.state()).isEqualTo(State.KEPT);
        assertThat(lost.measured()).isEqualTo("lost = 0 of 2 acknowledged");
    }

    @Test
    void aChangeThatIsGoneIsLost() {
        Verdict lost = verdict(NetworkPromise.NOTHING_LOST, changed(Changed.Kind.CONFIGURATION, 7, false));
        assertThat(lost.state()).isEqualTo(State.BROKEN);
        assertThat(lost.findings().getFirst()).contains("CONFIGURATION 7");
    }

    @Test
    void anInvalidationThatNeverCompletesOrIsForgottenIsLost() {
        Verdict lost = verdict(
                NetworkPromise.NOTHING_LOST,
                COMPLETED,
                invalidated("i-2", "/a", s(20), OptionalLong.empty(), false),
                invalidated("i-3", "/a", s(20), OptionalLong.of(s(29)), false));
        assertThat(lost.measured()).isEqualTo("lost = 2 of 3 acknowledged");
        assertThat(lost.findings()).anyMatch(each -> each.contains("i-2") && each.contains("did not complete"));
        assertThat(lost.findings()).anyMatch(each -> each.contains("i-3") && each.contains("not any more"));
    }

    @Test
    void nodesThatAgreeWithinFiveSecondsAgree() {
        Verdict agreement = verdict(
                NetworkPromise.AGREEMENT,
                agreed(s(10), OptionalLong.of(s(14)), false),
                agreed(s(20), OptionalLong.empty(), true));
        assertThat(agreement.state()).isEqualTo(State.KEPT);
        assertThat(agreement.measured()).isEqualTo("longest of 1 = 4.000 s");
    }

    @Test
    void nodesThatAgreeTooLateOrNeverAreFound() {
        Verdict agreement = verdict(
                NetworkPromise.AGREEMENT,
                agreed(s(10), OptionalLong.of(s(15) + 1), false),
                agreed(s(20), OptionalLong.empty(), false));
        assertThat(agreement.findings()).hasSize(2);
        assertThat(agreement.findings().getLast()).contains("never agreed", "edge-eu-1");
    }

    @Test
    void anEdgeThatDoesNotServeOrIsBehindAtTheEndIsFound() {
        Verdict agreement = verdict(
                NetworkPromise.AGREEMENT,
                changed(Changed.Kind.CONFIGURATION, 7, true),
                changed(Changed.Kind.FUNCTION, 3, true),
                new Served("edge-eu-1", List.of("/a"), 7, 3),
                new Served("edge-na-1", List.of(), 6, 2));
        assertThat(agreement.findings())
                .hasSize(3)
                .anyMatch(each -> each.contains("does not serve [/a]"))
                .anyMatch(each -> each.contains("serves with configuration 6"))
                .anyMatch(each -> each.contains("runs function 2"));
    }

    @Test
    void whatWasInFlightOnAKilledNodeMayFail() {
        Verdict loss = verdict(
                NetworkPromise.LOSS_OF_A_NODE,
                faulted("kill", "edge-eu-1", s(10), s(20)),
                failed("edge-eu-1", s(9), s(10)),
                answered(s(9), OLD));
        assertThat(loss.state()).isEqualTo(State.KEPT);
        assertThat(loss.measured()).startsWith("failed = 1, in flight = 1, in 1 losses; failed otherwise = 0");
    }

    @Test
    void whatFailsOnceAKilledNodeIsGoneMustNot() {
        Verdict loss = verdict(
                NetworkPromise.LOSS_OF_A_NODE,
                faulted("kill", "edge-eu-1", s(10), s(20)),
                failed("edge-eu-1", s(12), s(13)));
        assertThat(loss.state()).isEqualTo(State.BROKEN);
    }

    @Test
    void whatFailsOnAnotherNodeMustNot() {
        assertThat(verdict(
                                NetworkPromise.LOSS_OF_A_NODE,
                                faulted("kill", "edge-eu-1", s(10), s(20)),
                                failed("edge-na-1", s(9), s(10)))
                        .findings())
                .hasSize(1);
    }

    @Test
    void whatWaitsForAPausedRegionalCacheMayFailAtTheEdgesOfItsRegion() {
        Event[] run = {
            faulted("pause", "regional-eu-1", s(10), s(20)),
            failed("edge-eu-1", s(12), s(19)),
            failed("edge-na-1", s(12), s(19))
        };
        assertThat(verdict(NetworkPromise.LOSS_OF_A_NODE, run).findings())
                .hasSize(1)
                .allMatch(each -> each.startsWith("edge-na-1"));
    }

    @Test
    void anErrorOfTheOriginIsExcusedAndOthersAreNot() {
        Answered refused = new Answered("eu", "edge-eu-1", "/a", s(11), s(12), 502, 0, -1, false, 0, 0, "detail=down");
        assertThat(verdict(NetworkPromise.LOSS_OF_A_NODE, faulted("origin-down", "", s(10), s(20)), refused)
                        .findings())
                .isEmpty();
        assertThat(verdict(NetworkPromise.LOSS_OF_A_NODE, refused).findings())
                .containsExactly("edge-eu-1, /a at 11.000 s to 12.000 s: status 502 detail=down");
    }

    @Test
    void viewersSeeNothingOfAnAbsentControlPlane() {
        Faulted away = faulted("kill", "control-1", s(10), s(70));
        Verdict nothing = verdict(NetworkPromise.CONTROL_PLANE_AWAY, away, answered(s(11), OLD));
        assertThat(nothing.state()).isEqualTo(State.KEPT);
        assertThat(nothing.measured()).contains("failed = 0", "60.000 s");
        Event[] run = {away, failed("edge-eu-1", s(30), s(31))};
        assertThat(verdict(NetworkPromise.CONTROL_PLANE_AWAY, run).state()).isEqualTo(State.BROKEN);
        assertThat(verdict(NetworkPromise.LOSS_OF_A_NODE, run).findings()).isEmpty();
    }

    @Test
    void aCutRegionServesAndRevalidatesAfterItsLease() {
        Fetched later = new Fetched(3, "/img/1", 2, s(20));
        Verdict cut = verdict(
                NetworkPromise.REGION_CUT_OFF,
                cutOff("edge-eu-1", s(10), s(40)),
                OLD,
                later,
                answered(s(12), OLD),
                answered(s(20), later));
        assertThat(cut.state()).isEqualTo(State.KEPT);
        assertThat(cut.measured()).startsWith("served = 2, of these revalidated after the lease = 1, failed = 0");
    }

    @Test
    void aCutRegionThatTrustsItsCacheAfterItsLeaseIsFound() {
        assertThat(verdict(NetworkPromise.REGION_CUT_OFF, cutOff("edge-eu-1", s(10), s(40)), OLD, answered(s(20), OLD))
                        .findings())
                .hasSize(1)
                .allMatch(each -> each.contains("without revalidation"));
    }

    @Test
    void aCutRegionThatServesNothingOrFailsIsFound() {
        Faulted cut = cutOff("edge-eu-1", s(10), s(40));
        assertThat(verdict(NetworkPromise.REGION_CUT_OFF, cut).findings().getFirst())
                .contains("served nothing");
        assertThat(verdict(
                                NetworkPromise.REGION_CUT_OFF,
                                cut,
                                OLD,
                                answered(s(11), OLD),
                                failed("edge-eu-1", s(12), s(13)))
                        .findings())
                .hasSize(1);
    }

    @Test
    void bodiesAreWhatTheirFetchesGot() {
        assertThat(verdict(NetworkPromise.BODIES, OLD, NEW, answered(s(31), NEW))
                        .state())
                .isEqualTo(State.KEPT);
    }

    @Test
    void wrongMixedAndInventedBodiesAreFound() {
        Verdict bodies = verdict(
                NetworkPromise.BODIES,
                OLD,
                NEW,
                answered(s(31), NEW.id(), OLD.version()),
                answered(s(31), NEW.id(), -1),
                answered(s(31), 99, 1));
        assertThat(bodies.measured()).isEqualTo("wrong or mixed = 3 of 3");
        assertThat(bodies.findings())
                .anyMatch(each -> each.contains("version 1, but fetch 2 got version 2"))
                .anyMatch(each -> each.contains("no version of it"))
                .anyMatch(each -> each.contains("fetch 99, which never was"));
    }

    @Test
    void aPlannedRestartFailsNoRequest() {
        Faulted planned = faulted("rolling-restart", "edge-eu-1", s(10), s(20));
        assertThat(verdict(NetworkPromise.PLANNED, planned, answered(s(11), OLD))
                        .state())
                .isEqualTo(State.KEPT);
        Verdict broken = verdict(NetworkPromise.PLANNED, planned, failed("edge-na-1", s(11), s(12)));
        assertThat(broken.state()).isEqualTo(State.BROKEN);
        assertThat(broken.measured()).isEqualTo("failed = 1 in 1 planned actions");
    }

    @Test
    void aFailureThatALossExcusesIsNotHeldAgainstSomethingPlanned() {
        assertThat(verdict(
                                NetworkPromise.PLANNED,
                                faulted("stop", "edge-na-1", s(5), s(20)),
                                faulted("kill", "edge-eu-1", s(10), s(20)),
                                failed("edge-eu-1", s(9), s(10)))
                        .state())
                .isEqualTo(State.KEPT);
    }

    @Test
    void whatARunDidNotTryItSays() {
        RunReport report = check(new NotTried("full-disk", "needs root"), new NotTried("full-disk", "needs root"));
        assertThat(report.notTried()).containsExactly("full-disk: needs root");
        assertThat(report.verdicts())
                .hasSameSizeAs(NetworkPromise.values())
                .allMatch(each -> each.state() == State.NOT_TRIED);
        assertThat(report.isKept()).isTrue();
    }

    @Test
    void interleavingsAreRequestsDuringAnInvalidationOfTheirPathDuringAFault() {
        assertThat(check(
                                OLD,
                                NEW,
                                COMPLETED,
                                invalidated("i-2", "/a", s(20), OptionalLong.of(s(30)), true),
                                answered(s(21), OLD),
                                answered(s(26), OLD),
                                answered(s(31), NEW),
                                faulted("pause", "edge-eu-1", s(21), s(40)),
                                faulted("kill", "regional-eu-1", s(25), s(40)),
                                faulted("origin-down", "", s(1), s(2)))
                        .counts()
                        .interleavings())
                .isEqualTo(1 + 2);
    }

    private static RunReport check(Event... events) {
        List<Event> all = new ArrayList<>();
        all.add(new Event.Began(
                Event.Began.FORMAT,
                "test",
                1,
                "nowhere",
                LEASE,
                List.of(
                        new PlacedNode("control-1", Kind.CONTROL, PlacedNode.EVERYWHERE),
                        new PlacedNode("regional-eu-1", Kind.REGIONAL, "eu"),
                        new PlacedNode("edge-eu-1", Kind.EDGE, "eu"),
                        new PlacedNode("edge-na-1", Kind.EDGE, "na"))));
        all.addAll(List.of(events));
        return Checker.check(all);
    }

    private static Verdict verdict(NetworkPromise promise, Event... events) {
        return check(events).verdicts().stream()
                .filter(each -> each.promise() == promise)
                .findFirst()
                .orElseThrow();
    }

    private static long s(long seconds) {
        return seconds * 1_000_000_000L;
    }

    private static Answered answered(long startedAt, Fetched fetch) {
        return answered(startedAt, fetch.id(), fetch.version());
    }

    private static Answered answered(long startedAt, long fetch, long version) {
        return new Answered(
                "eu", "edge-eu-1", "/img/1", startedAt, startedAt + s(1) / 2, 200, fetch, version, true, 0, 0, "");
    }

    private static Failed failed(String edge, long startedAt, long endedAt) {
        return new Failed("eu", edge, "/img/1", startedAt, endedAt, "Connection was closed");
    }

    private static Invalidated invalidated(
            String id, String path, long sentAt, OptionalLong completedAt, boolean kept) {
        return new Invalidated(id, List.of(path), sentAt, sentAt + 1, completedAt, kept);
    }

    private static Changed changed(Changed.Kind kind, long number, boolean kept) {
        return new Changed(kind, number, s(1), s(2), kept);
    }

    private static Faulted faulted(String fault, String node, long from, long until) {
        return new Faulted(fault, List.of(node), List.of(), from, from, until);
    }

    private static Faulted cutOff(String node, long from, long until) {
        return new Faulted("cut", List.of(node), List.of("control-1"), from, from, until);
    }

    private static Agreed agreed(long healedAt, OptionalLong agreedAt, boolean interrupted) {
        return new Agreed(healedAt, 5, agreedAt, interrupted, List.of("edge-eu-1"));
    }
}
