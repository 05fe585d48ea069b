package io.perigee.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.distribution.FunctionAlias;
import io.perigee.distribution.VersionWeight;
import io.perigee.distribution.document.Documents;
import io.perigee.distribution.document.Parsed;
import io.perigee.distribution.document.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An alias as Lambda's API writes it: versions are texts, weights are shares of 1.
 *
 * <p>See AWS on <a href="https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html">UpdateAlias</a> and <a
 * href="https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html">AliasRoutingConfiguration</a>.
 */
final class AliasDocument {

    private static final String VERSION = "functionVersion";
    private static final String DESCRIPTION = "description";
    private static final String ROUTING = "routingConfig";
    private static final String WEIGHTS = "additionalVersionWeights";
    private static final String NAME = "name";
    private static final Set<String> FIELDS = Set.of(NAME, VERSION, DESCRIPTION, ROUTING);

    private static final Pattern SHARE = Pattern.compile("1(\\.0{1,9})?|0(\\.[0-9]{1,9})?");

    private AliasDocument() {}

    static Parsed<FunctionAlias> parse(String text, String function, String name) {
        return switch (Documents.parseTree(text)) {
            case Parsed.Invalid<JsonNode>(var violations) -> new Parsed.Invalid<>(violations);
            case Parsed.Valid<JsonNode>(JsonNode tree) -> alias(tree, function, name);
        };
    }

    private static Parsed<FunctionAlias> alias(JsonNode tree, String function, String name) {
        List<Violation> violations = new ArrayList<>();
        tree.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                violations.add(new Violation(
                        field, null, "one of the fields " + VERSION + ", " + DESCRIPTION + ", " + ROUTING));
            }
        });
        if (tree.has(NAME) && !tree.path(NAME).asText().equals(name)) {
            violations.add(new Violation(NAME, tree.path(NAME).asText(), "the name that the request names: " + name));
        }
        int version = version(VERSION, tree.path(VERSION).asText(), violations);
        List<VersionWeight> weights = weights(tree.path(ROUTING), violations);
        if (!violations.isEmpty()) {
            return new Parsed.Invalid<>(violations);
        }
        return Documents.validate(
                new FunctionAlias(function, name, tree.path(DESCRIPTION).asText(), version, weights));
    }

    private static List<VersionWeight> weights(JsonNode routing, List<Violation> violations) {
        List<VersionWeight> weights = new ArrayList<>();
        routing.fieldNames().forEachRemaining(field -> {
            if (!field.equals(WEIGHTS)) {
                violations.add(new Violation(ROUTING + "." + field, null, "the field " + WEIGHTS));
            }
        });
        for (Map.Entry<String, JsonNode> weight : routing.path(WEIGHTS).properties()) {
            String field = ROUTING + "." + WEIGHTS + "." + weight.getKey();
            int version = version(field, weight.getKey(), violations);
            // Documents' trees have fractions as the texts that they are written as.
            String share = weight.getValue().asText();
            if (SHARE.matcher(share).matches()) {
                weights.add(
                        new VersionWeight(version, (int) Math.round(Double.parseDouble(share) * VersionWeight.WHOLE)));
            } else {
                violations.add(new Violation(field, share, "a number from 0.0 to 1.0"));
            }
        }
        return weights;
    }

    private static int version(String field, String text, List<Violation> violations) {
        if (!FunctionOperations.VERSION.matcher(text).matches()) {
            violations.add(new Violation(field, text, "a version number from 1"));
            return 1;
        }
        return Integer.parseInt(text);
    }

    static void write(FunctionAlias alias, ObjectNode json) {
        json.put(NAME, alias.name());
        json.put(VERSION, Integer.toString(alias.functionVersion()));
        json.put(DESCRIPTION, alias.description());
        ObjectNode weights = json.putObject(ROUTING).putObject(WEIGHTS);
        alias.additionalVersionWeights()
                .forEach(weight -> weights.put(
                        Integer.toString(weight.version()), weight.weight() / (double) VersionWeight.WHOLE));
    }
}
