package io.perigee.demo;

import io.perigee.edge.EdgeNode;
import java.net.URI;

/**
 * A running edge of the demo.
 *
 * @param id such as {@code edge-nrt-1}
 * @param location as in {@code X-Amz-Cf-Pop}
 * @param url with HTTP
 * @param httpsUrl with HTTPS and a certificate that nobody trusts
 */
public record DemoEdge(
        String id, DemoRegion region, String city, String location, URI url, URI httpsUrl, EdgeNode node) {

    static DemoEdge of(DemoPlan.Site site, EdgeNode node) {
        return new DemoEdge(
                site.identity().id(),
                site.region(),
                site.city(),
                site.identity().location(),
                URI.create("http://" + DemoConfigs.HOST + ":" + node.port(0)),
                URI.create("https://" + DemoConfigs.HOST + ":" + node.port(1)),
                node);
    }
}
