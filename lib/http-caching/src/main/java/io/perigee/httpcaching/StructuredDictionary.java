package io.perigee.httpcaching;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of structured field values (RFC 9651 section 3.2), as far as cache directives need it: booleans, integers and
 * strings keep their value; other types are recognised and checked. Parameters are checked and dropped.
 */
record StructuredDictionary(Map<String, Member> members) {
    sealed interface Member {}

    record BooleanMember(boolean value) implements Member {}

    record IntegerMember(long value) implements Member {}

    /** A string, or an inner list that holds only strings. */
    record StringsMember(List<String> values) implements Member {}

    /** A value of a type that no cache directive has. */
    record OtherMember() implements Member {}

    /** Null when {@code field} is malformed. */
    static @Nullable StructuredDictionary parse(String field) {
        try {
            return new StructuredDictionary(new Parser(field).dictionary());
        } catch (Malformed e) {
            return null;
        }
    }

    private static final class Malformed extends Exception {
        Malformed() {
            super("malformed", null, false, false);
        }
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Map<String, Member> dictionary() throws Malformed {
            Map<String, Member> members = new LinkedHashMap<>();
            skipSpaces();
            while (at < text.length()) {
                String key = key();
                Member member = new BooleanMember(true);
                if (take('=')) {
                    member = itemOrInnerList();
                }
                parameters();
                // The last of several members with one key counts, in the last one's place.
                members.remove(key);
                members.put(key, member);
                skipOptionalWhitespace();
                if (at == text.length()) {
                    return members;
                }
                expect(',');
                skipOptionalWhitespace();
                if (at == text.length()) {
                    throw new Malformed();
                }
            }
            return members;
        }

        private Member itemOrInnerList() throws Malformed {
            if (!take('(')) {
                return bareItem();
            }
            List<String> strings = new ArrayList<>();
            boolean onlyStrings = true;
            while (true) {
                skipSpaces();
                if (take(')')) {
                    return onlyStrings ? new StringsMember(List.copyOf(strings)) : new OtherMember();
                }
                if (bareItem() instanceof StringsMember string) {
                    strings.addAll(string.values());
                } else {
                    onlyStrings = false;
                }
                parameters();
                if (peek() != ' ' && peek() != ')') {
                    throw new Malformed();
                }
            }
        }

        private void parameters() throws Malformed {
            while (take(';')) {
                skipSpaces();
                key();
                if (take('=')) {
                    bareItem();
                }
            }
        }

        private Member bareItem() throws Malformed {
            char c = peek();
            if (c == '-' || Ascii.isDigit(c)) {
                return number();
            }
            if (c == '"') {
                return new StringsMember(List.of(string()));
            }
            if (c == '?') {
                at++;
                if (take('1')) {
                    return new BooleanMember(true);
                }
                expect('0');
                return new BooleanMember(false);
            }
            if (c == '*' || Ascii.isAlpha(c)) {
                at++;
                while (Ascii.isTokenChar(peek()) || peek() == ':' || peek() == '/') {
                    at++;
                }
                return new OtherMember();
            }
            if (c == ':') {
                at++;
                while (Ascii.isAlpha(peek()) || Ascii.isDigit(peek()) || "+/=".indexOf(peek()) >= 0) {
                    at++;
                }
                expect(':');
                return new OtherMember();
            }
            if (c == '@') {
                at++;
                if (number() instanceof IntegerMember) {
                    return new OtherMember();
                }
            }
            if (c == '%') {
                at++;
                displayString();
                return new OtherMember();
            }
            throw new Malformed();
        }

        private Member number() throws Malformed {
            boolean negative = take('-');
            int start = at;
            long value = 0;
            while (Ascii.isDigit(peek())) {
                if (at - start == 15) {
                    throw new Malformed();
                }
                value = value * 10 + (peek() - '0');
                at++;
            }
            int digits = at - start;
            if (digits == 0) {
                throw new Malformed();
            }
            if (peek() != '.') {
                return new IntegerMember(negative ? -value : value);
            }
            at++;
            int fraction = at;
            while (Ascii.isDigit(peek())) {
                at++;
            }
            if (digits > 12 || at == fraction || at - fraction > 3) {
                throw new Malformed();
            }
            return new OtherMember();
        }

        private String string() throws Malformed {
            expect('"');
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return value.toString();
                }
                if (c == '\\') {
                    c = peek();
                    if (c != '"' && c != '\\') {
                        throw new Malformed();
                    }
                    at++;
                } else if (c < ' ' || c > '~') {
                    throw new Malformed();
                }
                value.append(c);
            }
            throw new Malformed();
        }

        /** Unicode as UTF-8, with {@code %} and two lower-case digits for what is not ASCII (section 4.2.10). */
        private void displayString() throws Malformed {
            expect('"');
            ByteBuffer octets = ByteBuffer.allocate(text.length() - at);
            while (!take('"')) {
                char c = peek();
                if (c < ' ' || c > '~') {
                    throw new Malformed();
                }
                at++;
                octets.put((byte) (c == '%' ? hexadecimal() << 4 | hexadecimal() : c));
            }
            try {
                StandardCharsets.UTF_8.newDecoder().decode(octets.flip());
            } catch (CharacterCodingException e) {
                throw new Malformed();
            }
        }

        private int hexadecimal() throws Malformed {
            int digit = "0123456789abcdef".indexOf(peek());
            if (digit < 0) {
                throw new Malformed();
            }
            at++;
            return digit;
        }

        private String key() throws Malformed {
            int start = at;
            if (peek() != '*' && !isLowerAlpha(peek())) {
                throw new Malformed();
            }
            while (isLowerAlpha(peek()) || Ascii.isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isLowerAlpha(char c) {
            return c >= 'a' && c <= 'z';
        }

        /** The next character; at the end, NUL, which is part of nothing. */
        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private boolean take(char c) {
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char c) throws Malformed {
            if (!take(c)) {
                throw new Malformed();
            }
        }

        private void skipSpaces() {
            while (peek() == ' ') {
                at++;
            }
        }

        private void skipOptionalWhitespace() {
            while (Ascii.isWhitespace(peek())) {
                at++;
            }
        }
    }
}
