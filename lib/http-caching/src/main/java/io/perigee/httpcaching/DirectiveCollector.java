package io.perigee.httpcaching;

import static io.perigee.httpcaching.CacheControl.ABSENT;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link CacheControl} will say, while directives are read one after the other. */
final class DirectiveCollector {
    private final Set<String> seen = new HashSet<>();
    private long maxAge = ABSENT;
    private long sMaxage = ABSENT;
    private long maxStale = ABSENT;
    private long minFresh = ABSENT;
    private long staleWhileRevalidate = ABSENT;
    private long staleIfError = ABSENT;
    private boolean noStore;
    private boolean noCache;
    private final List<String> noCacheFields = new ArrayList<>();
    private boolean isPrivate;
    private final List<String> privateFields = new ArrayList<>();
    private boolean isPublic;
    private boolean mustRevalidate;
    private boolean proxyRevalidate;
    private boolean mustUnderstand;
    private boolean noTransform;
    private boolean onlyIfCached;
    private boolean immutable;

    /**
     * Takes one directive of Cache-Control.
     *
     * @param name in any case
     * @param argument unquoted; null when there is none
     */
    void add(String name, @Nullable String argument) {
        String directive = Ascii.lowerCase(name);
        // no-cache="a", no-cache means all of it: these two are the union of their occurrences, never the first.
        if (directive.equals("no-cache")) {
            noCache |= addFields(argument, noCacheFields);
            return;
        }
        if (directive.equals("private")) {
            isPrivate |= addFields(argument, privateFields);
            return;
        }
        if (!seen.add(directive)) {
            return;
        }
        switch (directive) {
            case "max-age" -> maxAge = seconds(argument);
            case "s-maxage" -> sMaxage = seconds(argument);
            case "max-stale" -> maxStale = argument == null ? DeltaSeconds.MAXIMUM : seconds(argument);
            case "min-fresh" -> minFresh = seconds(argument);
            case "stale-while-revalidate" -> staleWhileRevalidate = seconds(argument);
            case "stale-if-error" -> staleIfError = seconds(argument);
            default -> addFlag(directive);
        }
    }

    /**
     * Takes one member of CDN-Cache-Control.
     *
     * @return whether its type is the directive's; when it is not, the origin's intent is unknown and the field must not count
     */
    boolean addTargeted(String name, StructuredDictionary.Member member) {
        if (isInSeconds(name)) {
            if (member instanceof StructuredDictionary.IntegerMember integer) {
                add(name, Long.toString(integer.value()));
                return true;
            }
            return false;
        }
        return switch (member) {
            case StructuredDictionary.BooleanMember bool -> {
                if (bool.value()) {
                    add(name, null);
                }
                yield true;
            }
            case StructuredDictionary.StringsMember strings -> {
                boolean listed = isWithFields(name);
                if (listed) {
                    add(name, String.join(",", strings.values()));
                }
                yield listed || !isFlag(name);
            }
            case StructuredDictionary.IntegerMember integer -> !isFlag(name);
            case StructuredDictionary.OtherMember other -> !isFlag(name);
        };
    }

    CacheControl build(boolean targeted) {
        return new CacheControl(
                maxAge,
                sMaxage,
                maxStale,
                minFresh,
                staleWhileRevalidate,
                staleIfError,
                noStore,
                noCache,
                noCacheFields,
                isPrivate,
                privateFields,
                isPublic,
                mustRevalidate,
                proxyRevalidate,
                mustUnderstand,
                noTransform,
                onlyIfCached,
                immutable,
                targeted);
    }

    private void addFlag(String directive) {
        switch (directive) {
            case "no-store" -> noStore = true;
            case "public" -> isPublic = true;
            case "must-revalidate" -> mustRevalidate = true;
            case "proxy-revalidate" -> proxyRevalidate = true;
            case "must-understand" -> mustUnderstand = true;
            case "no-transform" -> noTransform = true;
            case "only-if-cached" -> onlyIfCached = true;
            case "immutable" -> immutable = true;
            default -> {}
        }
    }

    private static boolean isInSeconds(String name) {
        return switch (name) {
            case "max-age", "s-maxage", "max-stale", "min-fresh", "stale-while-revalidate", "stale-if-error" -> true;
            default -> false;
        };
    }

    private static boolean isWithFields(String name) {
        return name.equals("no-cache") || name.equals("private");
    }

    private static boolean isFlag(String name) {
        return switch (name) {
            case "no-store", "public", "must-revalidate", "proxy-revalidate", "must-understand" -> true;
            case "no-transform", "only-if-cached", "immutable" -> true;
            default -> isWithFields(name);
        };
    }

    /**
     * Adds the field names that {@code argument} lists; true when it lists none, or something that is no field name, so that the directive
     * must be taken to be about the whole response.
     */
    private static boolean addFields(@Nullable String argument, List<String> fields) {
        if (argument == null) {
            return true;
        }
        List<String> names = FieldLists.split(argument);
        if (names.isEmpty() || !names.stream().allMatch(FieldRules::isName)) {
            return true;
        }
        names.forEach(name -> fields.add(Ascii.lowerCase(name)));
        return false;
    }

    private static long seconds(@Nullable String argument) {
        return argument == null ? 0 : Math.max(0, DeltaSeconds.parse(argument));
    }
}
