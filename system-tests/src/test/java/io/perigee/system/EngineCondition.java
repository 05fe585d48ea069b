package io.perigee.system;

import io.perigee.testkit.Needs;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class EngineCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = Images.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there are an engine and a base image");
        }
        if (Needs.inCi()) {
            throw new IllegalStateException(missing.get());
        }
        System.out.println(context.getDisplayName() + " is skipped: " + missing.get());
        return ConditionEvaluationResult.disabled(missing.get());
    }
}
