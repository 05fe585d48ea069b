package io.perigee.demo;

import io.perigee.distribution.Distribution;
import io.perigee.distribution.Resource;
import io.perigee.distribution.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Puts the demo's functions, policies and distribution into a network, through the control plane's API as anybody would. */
final class DemoSetup {

    /** The distribution's id. */
    static final String DISTRIBUTION = "demo";

    private static final String DOCUMENTS = "distribution.yaml";

    private DemoSetup() {}

    /** Applies what is not there yet. Blocks. */
    static void apply(ControlApi api, byte[] functions, int originPort) throws IOException, InterruptedException {
        for (Map.Entry<String, String> function : ExampleFunctions.BY_NAME.entrySet()) {
            api.deploy(function.getKey(), functions, function.getValue());
        }
        List<Resource> resources = resources(originPort);
        for (Resource resource : resources) {
            if (!(resource instanceof Distribution)) {
                api.apply(resource);
            }
        }
        for (Resource resource : resources) {
            if (resource instanceof Distribution) {
                api.apply(resource);
            }
        }
    }

    /** The demo's documents. */
    static List<Resource> resources(int originPort) throws IOException {
        try (InputStream in = DemoSetup.class.getResourceAsStream(DOCUMENTS)) {
            if (in == null) {
                throw new IOException("resource " + DOCUMENTS + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{origin-port}", Integer.toString(originPort));
            return Documents.parseAll(text).orThrow();
        }
    }
}
