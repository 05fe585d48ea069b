package io.perigee.control.packages;

import io.perigee.distribution.FunctionRuntime;
import io.perigee.distribution.FunctionVersion;
import io.perigee.distribution.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A CloudFront Function's code.
 *
 * <p>See AWS on <a
 * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-features.html">its JavaScript</a>.
 */
final class ScriptPackage {

    /** A function of that name in any of JavaScript's ways to make one. */
    private static final Pattern HANDLER =
            Pattern.compile("\\bfunction\\s+handler\\s*\\(|(?<![\\w$.])handler\\s*=(?![=>])");

    private static final Pattern IMPORT = Pattern.compile("^\\s*import\\b", Pattern.MULTILINE);

    private ScriptPackage() {}

    static String handler(FunctionRuntime runtime, Path file, Optional<String> asked)
            throws IOException, InvalidPackageException {
        if (!asked.orElse(FunctionVersion.CLOUDFRONT_HANDLER).equals(FunctionVersion.CLOUDFRONT_HANDLER)) {
            throw new InvalidPackageException("handler", asked.get(), "handler, as every CloudFront Function has");
        }
        long size = Files.size(file);
        if (size > Limits.CLOUDFRONT_FUNCTION_BYTES) {
            throw new InvalidPackageException(
                    "package", size + " bytes", "at most " + Limits.CLOUDFRONT_FUNCTION_BYTES + " bytes of JavaScript");
        }
        String code = text(Files.readAllBytes(file));
        if (!HANDLER.matcher(code).find()) {
            throw new InvalidPackageException(
                    "package", "no handler", "JavaScript that defines function handler(event)");
        }
        if (runtime == FunctionRuntime.CLOUDFRONT_JS_1_0 && IMPORT.matcher(code).find()) {
            throw new InvalidPackageException(
                    "package",
                    "import",
                    "no import, which only " + FunctionRuntime.CLOUDFRONT_JS_2_0.documentName() + " has");
        }
        return FunctionVersion.CLOUDFRONT_HANDLER;
    }

    private static String text(byte[] bytes) throws InvalidPackageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidPackageException("package", "bytes that are not UTF-8", "JavaScript in UTF-8");
        }
    }
}
