package io.perigee.functions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lines and reports in the node's log, one logger for each function: {@code function.NAME}. */
final class LoggedOutput implements FunctionOutput {
    @Override
    public void line(FunctionId function, String requestId, String text) {
        logger(function).info("{} {} {}", function, requestId, text);
    }

    @Override
    public void report(Invocation invocation) {
        logger(invocation.function()).debug("{} {}", invocation.function(), invocation.reportLine());
    }

    private static Logger logger(FunctionId function) {
        return LoggerFactory.getLogger("function." + function.name());
    }
}
