package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.util.Set;

/** The cookies or query string parameters that a policy takes from a request. */
public record NameSelection(
        @Describes(value = "Which are taken.", defaultValue = "none")
        NameBehavior behavior,

        @Describes(
                value = "The names, for allowlist and allExcept; letters count as they are written.",
                defaultValue = "[]",
                format = Format.PARAMETER_NAME,
                maxLength = 512,
                maxItems = Limits.POLICY_NAMES)
        Set<String> items) {

    /** Nothing. */
    public static final NameSelection NONE = new NameSelection(NameBehavior.NONE, Set.of());

    /** Everything. */
    public static final NameSelection ALL = new NameSelection(NameBehavior.ALL, Set.of());

    public NameSelection {
        items = Ordered.copyOf(items);
    }

    /** Whether the cookie or parameter {@code name} is taken. */
    public boolean includes(String name) {
        return switch (behavior) {
            case NONE -> false;
            case ALLOWLIST -> items.contains(name);
            case ALL_EXCEPT -> !items.contains(name);
            case ALL -> true;
        };
    }
}
