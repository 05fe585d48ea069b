package io.perigee.demo.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of Prometheus' query language: which metrics it selects by which labels, and by which labels it groups. It
 * reads tokens, not grammar; whether an expression is one says {@code promtool} ({@link Promtool}).
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">Querying basics</a>
 */
final class PromQl {

    /** A metric and what is asked of its labels. */
    record Selector(String metric, List<Match> matches) {}

    /** @param values what the label is compared with: of a regular expression its alternatives */
    record Match(String label, boolean literal, List<String> values) {}

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
                    + "|(?<number>[0-9][0-9.]*(?:e[+-]?[0-9]+)?(?:ms|[smhdwy])?(?:[0-9]+(?:ms|[smhdwy]))*)"
                    + "|(?<variable>\\$\\{?[a-zA-Z_]+\\}?)"
                    + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
                    + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^(){}\\[\\],=<>:@]))\\s*");

    private static final Set<String> LABEL_LISTS =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern ALTERNATIVES = Pattern.compile("[\\w.-]+(?:\\|[\\w.-]+)*");

    private final List<String> tokens = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private final List<String> groupings = new ArrayList<>();
    private int at;

    /** @throws IllegalArgumentException naming the place where a token ends that is none */
    PromQl(String expression) {
        Matcher matcher = TOKEN.matcher(expression);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
            matcher.region(end, expression.length());
        }
        if (end != expression.length()) {
            throw new IllegalArgumentException("not PromQL at " + end + ": " + expression);
        }
        while (at < tokens.size()) {
            read();
        }
    }

    List<Selector> selectors() {
        return selectors;
    }

    /** The labels that the expression groups and joins by. */
    List<String> groupings() {
        return groupings;
    }

    private void read() {
        String token = tokens.get(at++);
        if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
            return;
        }
        if (LABEL_LISTS.contains(token)) {
            if (is("(")) {
                for (at++; !is(")"); at++) {
                    if (!is(",")) {
                        groupings.add(tokens.get(at));
                    }
                }
                at++;
            }
        } else if (!WORDS.contains(token) && !is("(") && !afterwardsGroups()) {
            selectors.add(new Selector(token, is("{") ? matches() : List.of()));
        }
    }

    /** Whether the name is an aggregation's, whose labels come before what it aggregates: {@code sum by (le) (…)}. */
    private boolean afterwardsGroups() {
        return is("by") || is("without");
    }

    private List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        at++;
        while (!is("}")) {
            String label = tokens.get(at++);
            String sign = tokens.get(at++);
            String quoted = tokens.get(at++);
            String value = quoted.substring(1, quoted.length() - 1);
            boolean literal = sign.equals("=")
                    || sign.equals("!=")
                    || ALTERNATIVES.matcher(value).matches();
            matches.add(new Match(
                    label,
                    literal && !value.contains("$"),
                    sign.endsWith("~") ? List.of(value.split("\\|")) : List.of(value)));
            if (is(",")) {
                at++;
            }
        }
        at++;
        return matches;
    }

    private boolean is(String token) {
        return at < tokens.size() && tokens.get(at).equals(token);
    }
}
