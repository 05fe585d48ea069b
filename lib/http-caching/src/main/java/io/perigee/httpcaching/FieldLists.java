package io.perigee.httpcaching;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated lists whose members may hold quoted strings (RFC 9110 section 5.6). */
final class FieldLists {
    private FieldLists() {}

    /** The members without whitespace around them; empty ones are left out. */
    static List<String> split(String value) {
        List<String> members = new ArrayList<>(4);
        int start = 0;
        while (start <= value.length()) {
            int end = endOfMember(value, start);
            String member = Ascii.trim(value, start, end);
            if (!member.isEmpty()) {
                members.add(member);
            }
            start = end + 1;
        }
        return members;
    }

    /** Where the member that starts at {@code start} ends: at a comma outside of a quoted string, or at the end. */
    static int endOfMember(String value, int start) {
        boolean quoted = false;
        for (int i = start; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',') {
                return i;
            }
        }
        return value.length();
    }

    /** What a quoted string says; one that does not end, up to its end. Text that does not start with a quote stays. */
    static String unquote(String text) {
        if (text.isEmpty() || text.charAt(0) != '"') {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                break;
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
