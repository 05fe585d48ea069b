package io.perigee.functions.javascript;

import io.perigee.functions.FunctionOutput;
import java.util.function.LongSupplier;

/**
 * What all CloudFront functions of a node share.
 *
 * @param clock milliseconds since 1970
 */
record ScriptNode(
        V8Engine engine,
        ScriptThreads threads,
        CpuBudget budget,
        IsolatePool pool,
        FunctionOutput output,
        LongSupplier clock) {}
