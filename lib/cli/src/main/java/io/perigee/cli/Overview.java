package io.perigee.cli;

/** What {@code perigee} alone prints. */
final class Overview {

    static final String TEXT = """
            Perigee, a CDN that anyone can run.

            Try it:            perigee demo
            In front of a site: perigee edge --listen 127.0.0.1:8080 --origin http://127.0.0.1:9000
            Set up a site:     perigee apply -f distribution.yaml --wait
            Look at it:        perigee status | perigee nodes | perigee get distributions
            Forget content:    perigee invalidate DIST '/img/*' --wait

            All commands: perigee --help. One of them: perigee COMMAND --help.""";

    private Overview() {}
}
