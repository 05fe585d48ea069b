package io.perigee.edge;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.network.Change;
import io.perigee.functions.FunctionId;
import io.perigee.functions.KeyValues;
import io.perigee.functions.host.FunctionHost;
import io.perigee.functions.runtime.FunctionSource.CloudFrontScript;
import io.perigee.functions.runtime.JavaScriptVersion;
import io.perigee.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** CloudFront Functions of tests, on the nodes that run them. */
final class Scripts {

    private Scripts() {}

    /** Version 1 of it as the change log has it. */
    static Change published(String name) {
        return new Change.FunctionPublished(new FunctionVersion(
                name,
                1,
                FunctionRuntime.CLOUDFRONT_JS_2_0,
                "0".repeat(64),
                1,
                FunctionVersion.CLOUDFRONT_HANDLER,
                FunctionVersion.DEFAULT_MEMORY_SIZE,
                FunctionVersion.DEFAULT_TIMEOUT,
                ""));
    }

    /** Has version 1 of it run there, from a file. */
    static void deploy(FunctionHost host, String name, String code) {
        deploy(host, name, code, Optional.empty());
    }

    static void deploy(FunctionHost host, String name, String code, Optional<KeyValues> values) {
        try {
            Path file = Files.createTempFile(name, ".js");
            try {
                Files.writeString(file, code);
                Await.get(host.deploy(
                        new FunctionId(name, 1), new CloudFrontScript(file, JavaScriptVersion.V2_0, values)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
