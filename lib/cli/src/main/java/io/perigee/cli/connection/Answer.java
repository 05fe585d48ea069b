package io.perigee.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane answered to a request that it fulfilled.
 *
 * @param body its JSON; missing where there was none
 * @param etag the entity tag with its quotes; null where there was none
 */
public record Answer(int status, JsonNode body, @Nullable String etag, HttpHeaders headers) {

    /** The first line of that name. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }
}
