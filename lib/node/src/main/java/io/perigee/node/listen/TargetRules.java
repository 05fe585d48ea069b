package io.perigee.node.listen;

import org.jspecify.annotations.Nullable;

/**
 * The grammar of a request target in origin form (RFC 9112, section 3.2.1), and a refusal of paths that two parties could
 * resolve differently: dot segments, encoded or not, encoded slashes, backslashes and control characters.
 */
final class TargetRules {

    private TargetRules() {}

    /** Null if the target may be served. */
    static @Nullable Refusal judge(String target) {
        if (target.isEmpty() || target.charAt(0) != '/') {
            return Refusal.bad("invalid request target");
        }
        boolean inPath = true;
        int segmentDots = 0;
        boolean onlyDots = true;
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '"' || c == '<' || c == '>' || c == '\\') {
                return Refusal.bad("invalid character in the request target");
            }
            if (c == '%') {
                int code = decoded(target, i);
                if (code < 0) {
                    return Refusal.bad("invalid percent-encoding in the request target");
                }
                i += 2;
                if (inPath && (code == '/' || code == '\\' || code < ' ' || code == 0x7f)) {
                    return Refusal.bad("encoded separator or control character in the path");
                }
                c = code == '.' ? '.' : 'x';
            }
            if (inPath) {
                if (c == '/' || c == '?') {
                    if (onlyDots && (segmentDots == 1 || segmentDots == 2)) {
                        return Refusal.bad("dot segment in the path");
                    }
                    inPath = c == '/';
                    segmentDots = 0;
                    onlyDots = true;
                } else if (c == '.') {
                    segmentDots++;
                } else {
                    onlyDots = false;
                }
            }
        }
        return inPath && onlyDots && (segmentDots == 1 || segmentDots == 2)
                ? Refusal.bad("dot segment in the path")
                : null;
    }

    private static int decoded(String target, int percent) {
        if (percent + 2 >= target.length()) {
            return -1;
        }
        int high = Character.digit(target.charAt(percent + 1), 16);
        int low = Character.digit(target.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }
}
