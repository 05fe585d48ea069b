package io.perigee.demo;

import io.perigee.regional.RegionalCache;
import java.net.URI;

/**
 * A running regional cache of the demo.
 *
 * @param id such as {@code regional-ap-1}
 * @param url where edges reach it
 */
public record DemoRegional(String id, DemoRegion region, URI url, RegionalCache node) {

    static DemoRegional of(DemoPlan.Site site, RegionalCache node) {
        return new DemoRegional(
                site.identity().id(),
                site.region(),
                URI.create("http://" + DemoConfigs.HOST + ":" + node.port()),
                node);
    }
}
