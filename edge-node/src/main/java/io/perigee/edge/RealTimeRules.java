package io.perigee.edge;

import io.perigee.distribution.RealtimeLogConfig;
import io.perigee.distribution.RealtimeLogField;
import io.perigee.distribution.routing.CompiledBehavior;
import io.perigee.distribution.routing.CompiledDistribution;
import io.perigee.observability.RealTimeField;
import io.perigee.observability.RealTimeLog;
import io.perigee.observability.RequestRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which real-time log configuration a request falls under: that of its behavior, as the distribution is now. Used by the log's thread. */
final class RealTimeRules implements RealTimeLog.Rules {

    private final Function<String, @Nullable CompiledDistribution> distributions;
    private final Map<String, Compiled> compiled = new HashMap<>();

    /** What was made of a configuration the last time; good as long as the distribution has the same one. */
    private record Compiled(RealtimeLogConfig of, RealTimeLog.Rule rule) {}

    RealTimeRules(Function<String, @Nullable CompiledDistribution> distributions) {
        this.distributions = distributions;
    }

    @Override
    public RealTimeLog.@Nullable Rule of(RequestRecord record) {
        String id = record.distribution();
        CompiledDistribution distribution = id == null ? null : distributions.apply(id);
        if (distribution == null
                || distribution.distribution().realtimeLogConfigs().isEmpty()) {
            return null;
        }
        String name = behavior(distribution, record).behavior().realtimeLogConfig();
        RealtimeLogConfig config =
                name == null ? null : distribution.distribution().realtimeLogConfig(name);
        return config == null ? null : rule(id + "/" + name, config);
    }

    /** A request that was refused before its behavior was looked for has one all the same. */
    private static CompiledBehavior behavior(CompiledDistribution distribution, RequestRecord record) {
        String pattern = record.behavior();
        CompiledBehavior known = pattern == null ? null : distribution.behaviorWithPattern(pattern);
        return known != null ? known : distribution.behaviorFor(record.request().path());
    }

    private RealTimeLog.Rule rule(String key, RealtimeLogConfig config) {
        Compiled known = compiled.get(key);
        if (known == null || !known.of().equals(config)) {
            known = new Compiled(config, new RealTimeLog.Rule(config.name(), config.samplingRate(), fields(config)));
            compiled.put(key, known);
        }
        return known.rule();
    }

    private static List<RealTimeField> fields(RealtimeLogConfig config) {
        List<RealTimeField> fields = new ArrayList<>();
        for (RealtimeLogField field : config.fields()) {
            RealTimeField written = RealTimeField.of(field.documentName());
            if (written != null) {
                fields.add(written);
            }
        }
        return fields;
    }
}
