package io.perigee.demo;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line to copy into a shell.
 *
 * @param shows what it shows
 * @param command works as it stands
 */
public record Example(String shows, String command) {

    /** Lines for a running network. */
    public static List<Example> of(DemoNetwork network) {
        DemoEdge first = network.edges().getFirst();
        DemoEdge tokyo = Stream.concat(network.edges(DemoRegion.AP).stream(), network.edges().stream())
                .findFirst()
                .orElse(first);
        String headers = "curl -s -o /dev/null -D - ";
        String token = "-H \"Authorization: Bearer $(head -n 1 '" + network.tokenFile() + "')\" ";
        return List.of(
                new Example("a miss, and a hit after it (X-Cache)", headers + first.url() + "/css/site.css"),
                new Example("the same again", headers + first.url() + "/css/site.css"),
                new Example(
                        "a viewer who claims to be in Tokyo",
                        "curl -s -H 'Perigee-Viewer: Tokyo' " + tokyo.url() + "/whoami"),
                new Example(
                        "the router sends a viewer in Seoul to the nearest edge",
                        headers + "-H 'Perigee-Viewer: Seoul' " + network.routerUrl() + "/"),
                new Example(
                        "and says why",
                        "curl -s -H 'Perigee-Viewer: Seoul' '" + network.routerUrl() + "/?perigee-explain'"),
                new Example("an API that is not cached", "curl -s " + first.url() + "/api/time"),
                new Example(
                        "an image in the width asked for, made by a function",
                        headers + "'" + first.url() + "/img/cat.jpg?w=300'"),
                new Example("HTTPS and HTTP/2", "curl -sk --http2 -o /dev/null -D - " + first.httpsUrl() + "/gallery/"),
                new Example("the origin answers the network only", headers + network.originUrl() + "/"),
                new Example(
                        "have everything below /css/ fetched anew",
                        "curl -s " + token + "-H 'Content-Type: application/json' -d '{\"paths\":[\"/css/*\"]}' "
                                + network.controlUrl() + "/v1/distributions/" + network.distribution()
                                + "/invalidations"),
                new Example("the network's nodes", "curl -s " + token + network.controlUrl() + "/v1/nodes"));
    }
}
