package io.perigee.examples.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.functions.BodySource;
import io.perigee.functions.EventConfig;
import io.perigee.functions.EventType;
import io.perigee.functions.FunctionId;
import io.perigee.functions.FunctionReference;
import io.perigee.functions.FunctionRequest;
import io.perigee.functions.FunctionResponse;
import io.perigee.functions.HeaderField;
import io.perigee.functions.HeaderFields;
import io.perigee.functions.KeyValues;
import io.perigee.functions.RequestEvent;
import io.perigee.functions.RequestResult;
import io.perigee.functions.ResponseEvent;
import io.perigee.functions.ViewerLocation;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.host.FunctionLimits;
import io.perigee.functions.runtime.FunctionSource.CloudFrontScript;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.functions.testing.MapKeyValues;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the samples under {@code cloudfront/} with their events, and compares what comes of them with what is written beside. */
class CloudFrontSamplesTest {
    private static final Path SAMPLES = Path.of("cloudfront");

    private static Vertx vertx;
    private static FunctionHost host;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        host = new FunctionHost(vertx, FunctionLimits.DEFAULT);
    }

    @AfterAll
    static void stop() throws Exception {
        await(host.close());
        await(vertx.close());
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> all = Files.list(SAMPLES)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleDoesWithEachEventWhatIsExpected(Path sample) throws Exception {
        JsonObject about = json(sample.resolve("sample.json"));
        FunctionId id = new FunctionId(sample.getFileName().toString(), 1);
        await(host.deploy(
                id,
                new CloudFrontScript(
                        sample.resolve("function.js"),
                        about.getString("runtime").endsWith("1.0") ? JavaScriptVersion.V1_0 : JavaScriptVersion.V2_0,
                        Optional.ofNullable(about.getJsonObject("keyValues")).map(CloudFrontSamplesTest::store))));
        List<Path> events;
        try (Stream<Path> files = Files.list(sample)) {
            events = files.filter(file -> file.toString().endsWith(".event.json"))
                    .sorted()
                    .toList();
        }
        assertThat(events).isNotEmpty();
        for (Path event : events) {
            JsonObject expected = json(Path.of(event.toString().replace(".event.json", ".expected.json")));
            assertThat(outcome(FunctionReference.exactly(id), json(event)))
                    .as("%s", event)
                    .isEqualTo(expected);
        }
    }

    private static JsonObject outcome(FunctionReference function, JsonObject event) throws Exception {
        EventType type = EventType.ofLabel(event.getJsonObject("context").getString("eventType"))
                .orElseThrow();
        EventConfig config = new EventConfig("example.perigee.example", "EXAMPLE", type, "sample");
        FunctionRequest request = request(event.getJsonObject("request"), event.getJsonObject("viewer"));
        Object outcome;
        if (type.isRequest()) {
            outcome = await(host.invoke(function, new RequestEvent(config, ViewerLocation.UNKNOWN, request)));
        } else {
            JsonObject response = event.getJsonObject("response");
            FunctionResponse before = new FunctionResponse(
                    response.getInteger("statusCode"),
                    response.getString("statusDescription"),
                    fields(response.getJsonObject("headers")),
                    null);
            outcome = await(host.invoke(
                    function, new ResponseEvent(config, ViewerLocation.UNKNOWN, request, before, BodySource.NONE)));
        }
        return switch (outcome) {
            case RequestResult.Continue proceed -> new JsonObject().put("request", shown(proceed.request()));
            case RequestResult.Respond respond -> new JsonObject().put("response", shown(respond.response()));
            case FunctionResponse response -> new JsonObject().put("response", shown(response));
            default -> new JsonObject().put("failure", outcome.toString());
        };
    }

    private static FunctionRequest request(JsonObject request, JsonObject viewer) {
        List<String> query = new ArrayList<>();
        for (HeaderField parameter : fields(request.getJsonObject("querystring"))) {
            query.add(parameter.name() + "=" + parameter.value());
        }
        HeaderFields headers = fields(request.getJsonObject("headers"));
        List<String> cookies = new ArrayList<>();
        for (HeaderField cookie : fields(request.getJsonObject("cookies"))) {
            cookies.add(cookie.name() + "=" + cookie.value());
        }
        return new FunctionRequest(
                viewer.getString("ip"),
                request.getString("method"),
                request.getString("uri"),
                String.join("&", query),
                cookies.isEmpty() ? headers : headers.adding("Cookie", String.join("; ", cookies)),
                null,
                null);
    }

    private static HeaderFields fields(JsonObject values) {
        List<HeaderField> fields = new ArrayList<>();
        for (Map.Entry<String, Object> entry : values) {
            JsonObject value = (JsonObject) entry.getValue();
            JsonArray several = value.getJsonArray("multiValue", new JsonArray().add(value));
            for (int i = 0; i < several.size(); i++) {
                fields.add(
                        new HeaderField(entry.getKey(), several.getJsonObject(i).getString("value")));
            }
        }
        return HeaderFields.of(fields);
    }

    private static JsonObject shown(FunctionRequest request) {
        HeaderFields query = HeaderFields.empty();
        for (String pair : request.querystring().isEmpty()
                ? new String[0]
                : request.querystring().split("&")) {
            query = query.adding(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        JsonObject cookies = new JsonObject();
        for (String line : request.headers().all("Cookie")) {
            for (String pair : line.split("; ")) {
                cookies.put(
                        pair.substring(0, pair.indexOf('=')),
                        new JsonObject().put("value", pair.substring(pair.indexOf('=') + 1)));
            }
        }
        return new JsonObject()
                .put("method", request.method())
                .put("uri", request.uri())
                .put("querystring", values(query, false))
                .put("headers", values(request.headers().without("Cookie"), true))
                .put("cookies", cookies);
    }

    private static JsonObject shown(FunctionResponse response) {
        JsonObject cookies = new JsonObject();
        for (String line : response.headers().all("Set-Cookie")) {
            String[] parts = line.split("; ", 2);
            JsonObject cookie = new JsonObject().put("value", parts[0].substring(parts[0].indexOf('=') + 1));
            cookies.put(
                    parts[0].substring(0, parts[0].indexOf('=')),
                    parts.length > 1 ? cookie.put("attributes", parts[1]) : cookie);
        }
        JsonObject shown = new JsonObject()
                .put("statusCode", response.status())
                .put("statusDescription", response.statusDescription())
                .put("headers", values(response.headers().without("Set-Cookie"), true))
                .put("cookies", cookies);
        return response.body() == null ? shown : shown.put("body", response.bodyText());
    }

    private static JsonObject values(HeaderFields fields, boolean lower) {
        Map<String, JsonArray> byName = new TreeMap<>();
        for (HeaderField field : fields) {
            byName.computeIfAbsent(
                            lower ? field.name().toLowerCase(java.util.Locale.ROOT) : field.name(),
                            first -> new JsonArray())
                    .add(new JsonObject().put("value", field.value()));
        }
        JsonObject values = new JsonObject();
        byName.forEach((name, several) -> {
            JsonObject value =
                    new JsonObject().put("value", several.getJsonObject(0).getString("value"));
            values.put(name, several.size() == 1 ? value : value.put("multiValue", several));
        });
        return values;
    }

    private static KeyValues store(JsonObject values) {
        return new MapKeyValues(
                "sample",
                values.fieldNames().stream().collect(Collectors.toMap(Function.identity(), values::getString)));
    }

    private static JsonObject json(Path file) throws IOException {
        return new JsonObject(Files.readString(file));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
