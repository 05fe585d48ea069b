package io.perigee.functions.lambda.process;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What one sandboxed process and its children have for themselves.
 *
 * @param user empty where the node is not root: then they run as the node's own user
 * @param temporary a directory that is theirs
 * @param temporaryPath where they find it: {@code /tmp}, where the node may mount
 */
public record Place(OptionalInt user, Path temporary, Path temporaryPath) {}
