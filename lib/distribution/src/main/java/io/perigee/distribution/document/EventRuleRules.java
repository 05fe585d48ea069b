package io.perigee.distribution.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.perigee.distribution.EventPattern;
import io.perigee.distribution.EventRule;
import io.perigee.distribution.schedule.InvalidScheduleException;
import io.perigee.distribution.schedule.Schedule;
import java.time.ZoneId;
import java.util.Objects;

final class EventRuleRules {

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EventRuleRules() {}

    static void check(EventRule rule, RuleSink sink) {
        if (rule.scheduleExpression() == null && rule.eventPattern() == null) {
            sink.add("scheduleExpression", null, "a schedule, or an eventPattern in its place");
        }
        if (rule.scheduleExpression() != null) {
            try {
                var unused = Schedule.parse(rule.scheduleExpression());
            } catch (InvalidScheduleException invalid) {
                sink.add(
                        "scheduleExpression",
                        rule.scheduleExpression(),
                        Objects.requireNonNullElse(invalid.getMessage(), ""));
            }
        }
        if (!ZoneId.getAvailableZoneIds().contains(rule.scheduleExpressionTimezone())) {
            sink.add(
                    "scheduleExpressionTimezone", rule.scheduleExpressionTimezone(), "a time zone's name, such as UTC");
        }
        if (rule.input() != null && !isJson(rule.input())) {
            sink.add("input", rule.input(), "JSON");
        }
    }

    static void check(EventPattern pattern, RuleSink sink) {
        if (pattern.source().isEmpty()
                && pattern.detailType().isEmpty()
                && pattern.resources().isEmpty()) {
            sink.add("detail-type", null, "at least one value here, of source or of resources");
        }
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}
