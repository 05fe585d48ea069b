package io.perigee.distribution.document;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.perigee.distribution.Limits;
import io.perigee.distribution.ManagedPolicies;
import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The text of {@code docs/reference/distribution.md}, from the same descriptions by which documents are read. */
final class ReferencePage {

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String text() {
        ReferencePage reference = new ReferencePage();
        reference.head();
        Schemas.types().values().forEach(reference::type);
        reference.managed();
        return reference.page.toString();
    }

    private void head() {
        line("# Distribution reference");
        line("");
        line("<!-- Generated from lib/distribution: mvn test -pl lib/distribution -Dperigee.reference=write -->");
        line("");
        line("Documents are YAML or JSON. What `perigee apply -f` reads holds one or more of them, each with `kind`,");
        line("`id` and the fields of its kind: "
                + String.join(", ", Documents.resourceKinds().keySet()) + ".");
        line("");
        line("- A field without default must be given, unless it is marked as optional.");
        line("- Unknown and repeated fields, YAML aliases and values of another type are refused. Every violation");
        line("  is reported at once, with the field's path, the value and what was expected.");
        line("- Durations: " + Durations.FORM + "; a bare whole number is seconds.");
        line("- `examples/distributions/` has a [minimal](../../examples/distributions/minimal.yaml) and a");
        line("  [full](../../examples/distributions/full.yaml) example.");
        format(
                "- A network has at most %,d distributions, an invalidation at most %d paths with `*`.",
                Limits.DISTRIBUTIONS, Limits.INVALIDATION_WILDCARDS);
    }

    private void type(Class<?> type) {
        line("");
        line("## " + type.getSimpleName());
        line("");
        line("| field | value | default | meaning |");
        line("|---|---|---|---|");
        for (Shape.Field field : Shape.of(type).fields()) {
            format(
                    "| `%s` | %s | %s | %s |",
                    field.name(), escape(value(field)), byDefault(field), escape(meaning(field)));
        }
    }

    private void managed() {
        line("");
        line("## Managed policies");
        line("");
        line(
                "Every network has these, with the values that AWS documents for CloudFront's policies of the same names.");
        line("");
        names("Cache policies", ManagedPolicies.cachePolicies().keySet());
        names("Origin request policies", ManagedPolicies.originRequestPolicies().keySet());
        names(
                "Response headers policies",
                ManagedPolicies.responseHeadersPolicies().keySet());
    }

    private void names(String title, Collection<String> names) {
        format(
                "- %s: %s",
                title,
                String.join(", ", names.stream().map(name -> "`" + name + "`").toList()));
    }

    private static String value(Shape.Field field) {
        Describes describes = describes(field);
        String item = item(field, describes);
        if (field.kind() != Shape.Kind.LIST && field.kind() != Shape.Kind.SET) {
            return item;
        }
        String count = describes.minItems() == describes.maxItems()
                ? Integer.toString(describes.maxItems())
                : describes.minItems() == 0
                        ? "up to " + describes.maxItems()
                        : describes.minItems() + " to " + describes.maxItems();
        return "list (" + count + ") of: " + item;
    }

    private static String item(Shape.Field field, Describes describes) {
        return switch (Shape.kindOf(field.item())) {
            case TEXT ->
                (describes.format() == Format.TEXT ? "text" : describes.format().expected())
                        + (describes.maxLength() <= Limits.PATH_LENGTH
                                ? "; up to " + describes.maxLength() + " characters"
                                : "");
            case BOOLEAN -> "true, false";
            case INTEGER -> Ranges.expectedNumber(field);
            case DURATION ->
                "duration, " + Durations.format(Ranges.leastDuration(field)) + " to "
                        + Durations.format(Ranges.mostDuration(field));
            case CONSTANT -> String.join(", ", Shape.constants(field.item()));
            case RECORD -> link(field.item());
            case LIST, SET -> throw new IllegalArgumentException();
        };
    }

    private static String link(Class<?> type) {
        String name = type.getSimpleName();
        return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }

    private static String byDefault(Shape.Field field) {
        String text = describes(field).defaultValue();
        return !text.isEmpty() ? "`" + text + "`" : field.nullable() ? "optional" : "—";
    }

    private static String meaning(Shape.Field field) {
        return describes(field).value();
    }

    private static Describes describes(Shape.Field field) {
        Describes describes = field.describes();
        if (describes == null) {
            throw new IllegalStateException(field.component() + " has no description");
        }
        return describes;
    }

    private static String escape(String text) {
        return List.of("|", "*", "<", "_").stream().reduce(text, (escaped, mark) -> escaped.replace(mark, "\\" + mark));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    @FormatMethod
    private void format(@FormatString String format, Object... arguments) {
        line(format.formatted(arguments));
    }
}
