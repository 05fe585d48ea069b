package io.perigee.examples.image;

import java.util.Optional;

/** The width that a page asks for with {@code ?w=}. */
sealed interface Width {
    int MIN = 16;
    int MAX = 2000;

    /** No {@code w}: the original. */
    record Original() implements Width {}

    record Pixels(int width) implements Width {}

    /** Not a whole number from {@value #MIN} to {@value #MAX}. */
    record Absurd(String asked) implements Width {}

    static Width of(Optional<String> parameter) {
        if (parameter.isEmpty()) {
            return new Original();
        }
        String asked = parameter.get();
        if (!asked.matches("[0-9]{1,4}")) {
            return new Absurd(asked);
        }
        int width = Integer.parseInt(asked);
        return width < MIN || width > MAX ? new Absurd(asked) : new Pixels(width);
    }
}
