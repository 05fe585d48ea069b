package io.perigee.benchmarks.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A comparison as JSON: the machine, the servers, the medians with their ratios, the goals, and every single measurement. */
public final class ComparisonJson {

    private static final int FORMAT = 2;

    private ComparisonJson() {}

    /** The whole report; times in microseconds, rates per second. */
    public static ObjectNode of(ComparisonReport report) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.set("machine", mapper.valueToTree(report.machine()));
        root.set("servers", mapper.valueToTree(report.entrants()));
        ArrayNode results = root.putArray("results");
        for (Result result : report.results()) {
            ObjectNode node = lane(results.addObject(), result.lane());
            node.put("requestsPerSecond", result.requestsPerSecond());
            node.put("processorMicrosPerRequest", result.processorMicrosPerRequest());
            node.put("p50Micros", result.p50Micros());
            node.put("p99Micros", result.p99Micros());
            node.put("p999Micros", result.p999Micros());
            if (!Double.isNaN(result.fromFiles())) {
                node.put("fromFiles", result.fromFiles());
            }
            node.put("clean", result.clean());
            report.againstBare(result).ifPresent(ratio -> node.put("againstBare", ratio));
            report.againstFastestPeer(result).ifPresent(ratio -> node.put("againstFastestPeer", ratio));
        }
        ArrayNode goals = root.putArray("goals");
        for (Goal goal : report.goals()) {
            goals.addObject()
                    .put("what", goal.what())
                    .put("ratio", goal.ratio())
                    .put("limit", goal.limit())
                    .put("met", goal.isMet());
        }
        ArrayNode drives = root.putArray("measurements");
        for (Drive drive : report.drives()) {
            lane(drives.addObject(), drive.lane())
                    .put("round", drive.round())
                    .put("requests", drive.load().requests())
                    .put("bytes", drive.load().bytes())
                    .put("micros", drive.load().micros())
                    .put("errors", drive.load().errors())
                    .put("processorMicros", drive.processorMicros())
                    .put("originRequests", drive.originRequests())
                    .put("fileBytes", drive.fileBytes())
                    .put("p50Micros", drive.load().p50Micros())
                    .put("p99Micros", drive.load().p99Micros())
                    .put("p999Micros", drive.load().p999Micros());
        }
        return root;
    }

    private static ObjectNode lane(ObjectNode node, Lane lane) {
        return node.put("storage", lane.storage().title())
                .put("transport", lane.transport().title())
                .put("size", lane.payload().label())
                .put("bytesOfBody", lane.payload().bytes())
                .put("server", lane.server());
    }
}
