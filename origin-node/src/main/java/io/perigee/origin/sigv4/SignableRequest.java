package io.perigee.origin.sigv4;

import io.perigee.origin.serving.PercentEncoding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What of a request a signature covers, the body left out.
 *
 * @param method in upper case
 * @param path decoded, with its leading slash
 * @param query decoded parameters
 * @param headers values by lower-case name, {@code host} among them
 */
public record SignableRequest(
        String method, String path, List<QueryParameter> query, Map<String, List<String>> headers) {

    public SignableRequest {
        query = List.copyOf(query);
        Map<String, List<String>> lowered = new TreeMap<>();
        headers.forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lowered);
    }

    /** The only value, or all joined by commas; empty if there is no such header. */
    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName)).map(values -> String.join(",", values));
    }

    /** The first parameter of this name. */
    Optional<String> parameter(String name) {
        return query.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(QueryParameter::value)
                .findFirst();
    }

    /** The canonical request: the text whose hash is signed. S3 encodes paths once and does not normalise them. */
    String canonical(List<String> signedHeaders, String payloadHash) {
        String canonicalQuery = query.stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> new QueryParameter(
                        PercentEncoding.encode(parameter.name()), PercentEncoding.encode(parameter.value())))
                .sorted(Comparator.comparing(QueryParameter::name).thenComparing(QueryParameter::value))
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
        StringBuilder text = new StringBuilder()
                .append(method)
                .append('\n')
                .append(PercentEncoding.encodePath(path))
                .append('\n')
                .append(canonicalQuery)
                .append('\n');
        for (String name : signedHeaders) {
            String values = headers.getOrDefault(name, List.of()).stream()
                    .map(value -> value.strip().replaceAll(" +", " "))
                    .collect(Collectors.joining(","));
            text.append(name).append(':').append(values).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }
}
