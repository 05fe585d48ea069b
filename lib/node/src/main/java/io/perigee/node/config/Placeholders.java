package io.perigee.node.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables in the place of their names: <code>${NAME}</code>. A <code>$${</code> stands for <code>${</code> itself.
 *
 * @param environment by name
 */
record Placeholders(Map<String, String> environment) {

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$?)\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)})?");

    /** Why a placeholder cannot be filled; the message is what is expected instead. */
    static final class UnfilledException extends Exception {
        private static final long serialVersionUID = 1;

        UnfilledException(String expected) {
            super(expected);
        }
    }

    /** @throws UnfilledException if a variable is not set, or what follows <code>${</code> is not the name of one and a brace */
    String fill(String text) throws UnfilledException {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(replacement(matcher)));
        }
        return matcher.appendTail(filled).toString();
    }

    private String replacement(Matcher found) throws UnfilledException {
        String name = found.group(2);
        if (!found.group(1).isEmpty()) {
            return found.group().substring(1);
        }
        if (name == null) {
            throw new UnfilledException(
                    "${NAME} with the name of an environment variable, or $${ for these two characters");
        }
        String value = environment.get(name);
        if (value == null) {
            throw new UnfilledException("the environment variable " + name + " to be set");
        }
        return value;
    }
}
