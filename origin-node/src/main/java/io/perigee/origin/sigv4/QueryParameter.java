package io.perigee.origin.sigv4;

import io.perigee.origin.serving.PercentEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a query, decoded.
 *
 * @param name decoded name
 * @param value decoded value; empty if there is none
 */
public record QueryParameter(String name, String value) {

    /**
     * The parameters of a query in their order.
     *
     * @param query as it was sent, without the question mark; null for none
     * @return empty if an escape is malformed
     */
    public static Optional<List<QueryParameter>> parse(@Nullable String query) {
        List<QueryParameter> parameters = new ArrayList<>();
        if (query == null || query.isEmpty()) {
            return Optional.of(parameters);
        }
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            Optional<String> name = decode(equals < 0 ? part : part.substring(0, equals));
            Optional<String> value = decode(equals < 0 ? "" : part.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            parameters.add(new QueryParameter(name.get(), value.get()));
        }
        return Optional.of(List.copyOf(parameters));
    }

    private static Optional<String> decode(String text) {
        return PercentEncoding.decode(text.replace("+", "%20"));
    }
}
