package io.perigee.examples.whoami;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.FunctionResponse;
import io.perigee.functions.testing.EventBuilder;
import io.perigee.functions.testing.FunctionTester;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhoAmITest {
    private final FunctionTester tester = FunctionTester.of(WhoAmI.class);

    @AfterEach
    void close() {
        tester.close();
    }

    @Test
    void viewersAreToldWhatIsKnownOfThem() {
        FunctionResponse response =
                tester.responds(EventBuilder.viewerRequest("/whoami").country("KR"));

        JsonObject known = new JsonObject(response.bodyText());
        assertThat(known.getString("ip")).isEqualTo("192.0.2.1");
        assertThat(known.getString("country")).isEqualTo("KR");
        assertThat(known.containsKey("city")).isFalse();
        assertThat(response.header("Cache-Control")).contains("no-store");
    }
}
