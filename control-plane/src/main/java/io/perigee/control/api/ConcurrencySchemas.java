package io.perigee.control.api;

import static io.perigee.control.api.ApiSchemas.field;
import static io.perigee.control.api.ApiSchemas.integer;
import static io.perigee.control.api.ApiSchemas.list;
import static io.perigee.control.api.ApiSchemas.object;
import static io.perigee.control.api.ApiSchemas.oneOf;
import static io.perigee.control.api.ApiSchemas.optional;
import static io.perigee.control.api.ApiSchemas.reference;
import static io.perigee.control.api.ApiSchemas.text;
import static io.perigee.control.api.ApiSchemas.time;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schemas of what is asked and answered about concurrency. */
final class ConcurrencySchemas {

    private ConcurrencySchemas() {}

    static void put(ObjectNode schemas) {
        ObjectNode own = schemas.withObjectProperty("FunctionConcurrency").withObjectProperty("properties");
        schemas.set(
                "FunctionConcurrencyRequest",
                object(
                        optional("function", text()),
                        optional("reserved", own.get("reserved")),
                        optional("provisioned", own.get("provisioned"))));
        schemas.set(
                "ProvisionedConcurrencyState",
                object(
                        field("qualifier", text()),
                        field("requestedProvisionedConcurrentExecutions", integer()),
                        field("allocatedProvisionedConcurrentExecutions", integer()),
                        field("availableProvisionedConcurrentExecutions", integer()),
                        field("status", oneOf("IN_PROGRESS", "READY", "FAILED")),
                        optional("statusReason", text())));
        schemas.set(
                "RegionConcurrencyState",
                object(
                        field("region", text()),
                        optional("reservedConcurrentExecutions", integer()),
                        field("provisioned", list(reference("ProvisionedConcurrencyState")))));
        schemas.set(
                "FunctionConcurrencyState",
                object(
                        field("function", text()),
                        field("reserved", list(reference("ReservedConcurrency"))),
                        field("provisioned", list(reference("ProvisionedConcurrency"))),
                        field("regions", list(reference("RegionConcurrencyState"))),
                        field("etag", text()),
                        field("sequence", integer()),
                        field("updatedAt", time()),
                        field("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                        field("progress", reference("Progress"))));
        schemas.set(
                "AccountSettings",
                object(
                        field("concurrentExecutions", integer()),
                        field(
                                "regions",
                                list(object(
                                        field("region", text()), field("unreservedConcurrentExecutions", integer())))),
                        optional("etag", text()),
                        optional("sequence", integer()),
                        optional("updatedAt", time()),
                        optional("status", oneOf(Status.IN_PROGRESS, Status.DEPLOYED)),
                        optional("progress", reference("Progress"))));
    }
}
