package io.perigee.distribution.document;

import io.perigee.distribution.CacheBehavior;
import io.perigee.distribution.EventType;
import io.perigee.distribution.FunctionAssociation;
import io.perigee.distribution.HttpMethod;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

final class BehaviorRules {

    private static final Set<HttpMethod> READ = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> READ_OPTIONS = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<HttpMethod> ALL = EnumSet.allOf(HttpMethod.class);

    private BehaviorRules() {}

    static void check(CacheBehavior behavior, RuleSink sink) {
        Set<HttpMethod> allowed = behavior.allowedMethods();
        if (!allowed.equals(READ) && !allowed.equals(READ_OPTIONS) && !allowed.equals(ALL)) {
            sink.add(
                    "allowedMethods",
                    allowed.toString(),
                    "[GET, HEAD], [GET, HEAD, OPTIONS] or [GET, HEAD, OPTIONS, PUT, POST, PATCH, DELETE]");
        }
        Set<HttpMethod> cached = behavior.cachedMethods();
        if (!cached.equals(READ) && !cached.equals(READ_OPTIONS)) {
            sink.add("cachedMethods", cached.toString(), "[GET, HEAD] or [GET, HEAD, OPTIONS]");
        } else if (!allowed.containsAll(cached)) {
            sink.add("cachedMethods", cached.toString(), "methods that allowedMethods has too");
        }
        Repetitions.check(
                behavior.functionAssociations().stream()
                        .map(association -> association.eventType().documentName())
                        .toList(),
                i -> "functionAssociations[" + i + "].eventType",
                sink);
    }

    static void check(FunctionAssociation association, RuleSink sink) {
        boolean request =
                List.of(EventType.VIEWER_REQUEST, EventType.ORIGIN_REQUEST).contains(association.eventType());
        if (association.includeBody() && !request) {
            sink.add("includeBody", "true", "false, as a response event has no request body");
        }
    }
}
