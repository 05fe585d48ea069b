package io.perigee.control.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perigee.control.change.Changes;
import io.perigee.control.output.FunctionOutputs;
import io.perigee.control.output.PriceTable;
import io.perigee.control.store.FunctionUsage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/** What functions use, by day, and what that is estimated to cost. */
final class FunctionUsageOperations {

    private static final int USUAL_DAYS = 30;

    private final Changes changes;
    private final FunctionOutputs outputs;
    private final PriceTable prices;
    private final Work work;

    FunctionUsageOperations(Changes changes, FunctionOutputs outputs, PriceTable prices, Work work) {
        this.changes = changes;
        this.outputs = outputs;
        this.prices = prices;
        this.work = work;
    }

    List<Operation> operations() {
        return List.of(
                Operation.get(
                                "/v1/functions/{name}/usage",
                                "getFunctionUsage",
                                "Reads what a function has used, by day and version, and what that is estimated to cost.")
                        .query("since", "string", FIRST_DAY)
                        .query("until", "string", LAST_DAY)
                        .answers(200, "FunctionUsageList")
                        .problems(400, 404)
                        .handledBy(call -> usage(call, call.path("name"))),
                Operation.get(
                                "/v1/function-usage",
                                "listFunctionUsage",
                                "Reads the same of all functions, by function, day and version.")
                        .query("since", "string", FIRST_DAY)
                        .query("until", "string", LAST_DAY)
                        .answers(200, "FunctionUsageList")
                        .problems(400)
                        .handledBy(call -> usage(call, "")));
    }

    private static final String FIRST_DAY =
            "The first day in UTC, such as 2026-01-31; the default is " + (USUAL_DAYS - 1) + " days ago.";
    private static final String LAST_DAY = "The last day in UTC; the default is today.";

    private Future<Answer> usage(Call call, String function) {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        Instant from = day(call, "since", today.minusDays(USUAL_DAYS - 1));
        Instant to = day(call, "until", today).plus(Duration.ofDays(1));
        return work.run(() -> {
            List<FunctionUsage> days = outputs.days(function, from, to);
            if (days.isEmpty() && !function.isEmpty()) {
                known(function);
            }
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            page.put("currency", prices.currency());
            ArrayNode items = page.putArray("items");
            days.forEach(usage -> items.add(FunctionOutputSchemas.json(usage, prices)));
            return Answer.json(200, page);
        });
    }

    private void known(String function) {
        boolean used = !outputs.days(function, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE))
                .isEmpty();
        if (!used && !changes.refreshed().functions().containsKey(function)) {
            throw new ProblemException(Problem.of(404, "Function " + function + " does not exist."));
        }
    }

    private static Instant day(Call call, String name, LocalDate absent) {
        try {
            return call.query(name)
                    .map(LocalDate::parse)
                    .orElse(absent)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeParseException notADay) {
            throw new ProblemException(Problem.invalid(name, call.query(name).orElse(""), "a day such as 2026-01-31"));
        }
    }
}
