package io.perigee.chaos.check;

import io.perigee.chaos.history.Event.Faulted;
import io.perigee.chaos.place.Link;
import io.perigee.chaos.place.PlacedNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether requests failed that must not have, and what they are held against.
 *
 * <p>A failure is excused if it was on a node while that was lost, or needed an origin that was not there: it overlaps the time
 * from the beginning of the fault to {@link #NOTICED} after it. A killed node has none in flight any more once it is dead; one
 * that stands still has them until it goes on. Whatever is not excused is held against what happened at the time: something
 * planned, the absence of the control plane, the cut of a region; else against the loss of nodes, also if nothing was lost.
 */
final class Failures {

    /** How long others take at most to notice what has happened to a node. */
    static final long NOTICED = Instants.SECOND;

    private final Recorded run;
    private final Set<String> controls;
    private final List<Failure> all = new ArrayList<>();

    /** A request without a good answer. */
    private record Failure(String region, String edge, String path, long startedAt, long endedAt, String why) {

        String text() {
            return (edge.isEmpty() ? "a viewer of " + region : edge) + ", " + path + " at " + Instants.text(startedAt)
                    + " to " + Instants.text(endedAt) + ": " + why;
        }
    }

    Failures(Recorded run) {
        this.run = run;
        this.controls = run.ids(Kind.CONTROL);
        run.failures()
                .forEach(each -> all.add(new Failure(
                        each.region(), each.edge(), each.path(), each.startedAt(), each.endedAt(), each.why())));
        run.answers().stream()
                .filter(each -> each.status() != 200)
                .forEach(each -> all.add(new Failure(
                        each.region(),
                        each.edge(),
                        each.path(),
                        each.startedAt(),
                        each.endedAt(),
                        ("status " + each.status() + " " + each.detail()).strip())));
    }

    Verdict lossOfANode() {
        List<Faulted> losses = run.faults().stream().filter(this::isLoss).toList();
        long failed = 0;
        long inFlight = 0;
        for (Faulted loss : losses) {
            failed += all.stream().filter(each -> excuses(loss, each)).count();
            inFlight += inFlight(loss);
        }
        List<String> findings = texts(each ->
                !isExcused(each) && run.faults().stream().noneMatch(fault -> isBlamed(fault) && isDuring(fault, each)));
        return Verdict.of(
                NetworkPromise.LOSS_OF_A_NODE,
                !losses.isEmpty(),
                "failed = %d, in flight = %d, in %d losses; failed otherwise = %d"
                        .formatted(failed, inFlight, losses.size(), findings.size()),
                findings);
    }

    Verdict controlPlaneAway() {
        List<Faulted> absences =
                run.faults().stream().filter(this::isControlPlaneAway).toList();
        List<String> findings = blamedOn(this::isControlPlaneAway);
        long longest = absences.stream()
                .mapToLong(each -> each.until() - each.done())
                .max()
                .orElse(0);
        return Verdict.of(
                NetworkPromise.CONTROL_PLANE_AWAY,
                !absences.isEmpty(),
                "failed = %d, longest absence = %s".formatted(findings.size(), Instants.text(longest)),
                findings);
    }

    Verdict planned() {
        List<Faulted> planned = run.faults().stream().filter(Faulted::isPlanned).toList();
        List<String> findings = blamedOn(Faulted::isPlanned);
        return Verdict.of(
                NetworkPromise.PLANNED,
                !planned.isEmpty(),
                "failed = %d in %d planned actions".formatted(findings.size(), planned.size()),
                findings);
    }

    /** What is not excused and happened while a region was cut off. */
    List<String> inCutRegions() {
        return blamedOn(this::isRegionCut);
    }

    private List<String> blamedOn(Predicate<Faulted> kind) {
        return texts(each ->
                !isExcused(each) && run.faults().stream().anyMatch(fault -> kind.test(fault) && isDuring(fault, each)));
    }

    private List<String> texts(Predicate<Failure> condition) {
        return all.stream().filter(condition).map(Failure::text).toList();
    }

    private boolean isBlamed(Faulted fault) {
        return fault.isPlanned() || isControlPlaneAway(fault) || isRegionCut(fault);
    }

    /** An edge or a regional cache is gone without a word. */
    private boolean isLoss(Faulted fault) {
        return (fault.fault().equals("kill") || fault.fault().equals("pause")) && !controls.containsAll(fault.nodes());
    }

    private boolean isControlPlaneAway(Faulted fault) {
        return (fault.fault().equals("kill") || fault.fault().equals("pause"))
                && fault.nodes().containsAll(controls);
    }

    /** Nodes do not reach the control planes, all of these. */
    boolean isRegionCut(Faulted fault) {
        return (fault.fault().equals("cut") || fault.fault().equals("reset"))
                && fault.to().containsAll(controls);
    }

    private static boolean isDuring(Faulted fault, Failure failure) {
        return overlaps(fault.from(), fault.until() + NOTICED, failure.startedAt(), failure.endedAt());
    }

    private static boolean overlaps(long from, long until, long startedAt, long endedAt) {
        return startedAt <= until && endedAt >= from;
    }

    private boolean isExcused(Failure failure) {
        return run.faults().stream().anyMatch(fault -> excuses(fault, failure));
    }

    private boolean excuses(Faulted fault, Failure failure) {
        return switch (fault.fault()) {
            case "kill", "pause" ->
                failure.edge().isEmpty()
                        ? isDuring(fault, failure) && !controls.containsAll(fault.nodes())
                        : isOn(fault, failure.edge()) && overlaps(fault, failure);
            case "origin-down", "origin-slow", "origin-reset", "origin-garbage" -> isDuring(fault, failure);
            case "cut", "reset", "loss", "delay" -> isOnWayToContent(fault, failure) && isDuring(fault, failure);
            default -> false;
        };
    }

    /** Whether requests to the edge may be in flight on a node that the fault happened to: it, or a cache of its region. */
    private boolean isOn(Faulted fault, String edge) {
        String region = run.regionOf(edge);
        Set<String> regionals = run.ids(Kind.REGIONAL);
        return fault.nodes().stream()
                .anyMatch(node -> node.equals(edge)
                        || (regionals.contains(node) && run.regionOf(node).equals(region)));
    }

    private static boolean overlaps(Faulted loss, Failure failure) {
        return overlaps(loss.from(), lostUntil(loss), failure.startedAt(), failure.endedAt());
    }

    private static long lostUntil(Faulted loss) {
        return (loss.fault().equals("kill") ? loss.done() : loss.until()) + NOTICED;
    }

    /** A link to the origin or to a regional cache, of the edge or of a cache of its region. */
    private boolean isOnWayToContent(Faulted fault, Failure failure) {
        Set<String> regionals = run.ids(Kind.REGIONAL);
        return isOn(fault, failure.edge())
                && fault.to().stream().anyMatch(to -> to.equals(Link.ORIGIN) || regionals.contains(to));
    }

    private long inFlight(Faulted loss) {
        long answered = run.answers().stream()
                .filter(each -> isOn(loss, each.edge())
                        && overlaps(loss.from(), lostUntil(loss), each.startedAt(), each.endedAt()))
                .count();
        long failed = run.failures().stream()
                .filter(each -> isOn(loss, each.edge())
                        && overlaps(loss.from(), lostUntil(loss), each.startedAt(), each.endedAt()))
                .count();
        return answered + failed;
    }
}
