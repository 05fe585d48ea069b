package io.perigee.httpcaching;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code #( token [ "=" ( token / quoted-string ) ] )} and what else arrives in that place: whatever stands
 * between two commas that are not in a quoted string is one directive.
 */
final class CacheControlParser {
    private CacheControlParser() {}

    static void parse(String field, DirectiveCollector collector) {
        int start = 0;
        while (start <= field.length()) {
            int end = FieldLists.endOfMember(field, start);
            parseDirective(Ascii.trim(field, start, end), collector);
            start = end + 1;
        }
    }

    private static void parseDirective(String member, DirectiveCollector collector) {
        int nameEnd = 0;
        while (nameEnd < member.length() && Ascii.isTokenChar(member.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == 0) {
            return;
        }
        String name = member.substring(0, nameEnd);
        String rest = Ascii.trim(member, nameEnd, member.length());
        if (rest.isEmpty()) {
            collector.add(name, null);
        } else if (rest.charAt(0) == '=') {
            collector.add(name, argument(member, nameEnd));
        } else {
            // "no-store; x": the restriction is plain to see although the rest is not.
            collector.add(name, null);
        }
    }

    private static @Nullable String argument(String member, int nameEnd) {
        // Space around "=" is not in the grammar: the argument is then malformed, which "max-age" takes as 0.
        if (member.charAt(nameEnd) != '=') {
            return "";
        }
        String raw = member.substring(nameEnd + 1);
        return raw.length() >= 2 && raw.charAt(0) == '"' ? FieldLists.unquote(raw) : raw;
    }
}
