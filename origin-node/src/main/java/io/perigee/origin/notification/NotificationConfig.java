package io.perigee.origin.notification;

import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import io.perigee.origin.store.ObjectKey;
import java.util.List;

/**
 * Of which events of a bucket a function is told. See AWS on <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_LambdaFunctionConfiguration.html">LambdaFunctionConfiguration</a>.
 */
public record NotificationConfig(
        @Setting(
                value = "The events, as S3 names them.",
                minItems = 1,
                pattern = "s3:ObjectCreated:(\\*|Put|Copy)|s3:ObjectRemoved:(\\*|Delete)",
                form = "s3:ObjectCreated:* (or Put, Copy) or s3:ObjectRemoved:* (or Delete)")
        List<String> events,

        @Setting("How the keys of the objects begin; empty: any way.") @Default("")
        String prefix,

        @Setting("How the keys of the objects end; empty: any way.") @Default("")
        String suffix,

        @Setting(
                value = "The function that is invoked.",
                pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                form = "a function's name")
        String function,

        @Setting(
                value = "A version of it, an alias or latest.",
                pattern = "[A-Za-z0-9_-]{1,63}",
                form = "a version, an alias or latest")
        @Default("latest")
        String qualifier,

        @Setting(
                value = "The region in which it runs; empty: any.",
                pattern = "[A-Za-z0-9._-]{0,64}",
                form = "a region's name")
        @Default("")
        String region) {

    public NotificationConfig {
        events = List.copyOf(events);
    }

    /** Whether the function may have to be told of this object. */
    boolean concerns(ObjectKey key) {
        return key.value().startsWith(prefix) && key.value().endsWith(suffix);
    }

    /** @param eventName such as {@code ObjectCreated:Put} */
    boolean wants(ObjectKey key, String eventName) {
        String any = eventName.substring(0, eventName.indexOf(':') + 1) + "*";
        return concerns(key) && (events.contains("s3:" + eventName) || events.contains("s3:" + any));
    }
}
