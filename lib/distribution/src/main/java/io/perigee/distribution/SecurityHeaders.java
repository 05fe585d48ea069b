package io.perigee.distribution;

import io.perigee.distribution.describe.Describes;
import io.perigee.distribution.describe.Format;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Response headers that tell browsers to be careful; each is sent if it is given. */
public record SecurityHeaders(
        @Describes("Content-Security-Policy.") @Nullable ContentSecurityPolicy contentSecurityPolicy,

        @Describes("X-Content-Type-Options: nosniff.") @Nullable
        ContentTypeOptions contentTypeOptions,

        @Describes("X-Frame-Options.") @Nullable FrameOptions frameOptions,
        @Describes("Referrer-Policy.") @Nullable ReferrerPolicy referrerPolicy,

        @Describes("Strict-Transport-Security (RFC 6797); browsers heed it over HTTPS only.") @Nullable
        StrictTransportSecurity strictTransportSecurity,

        @Describes("X-XSS-Protection.") @Nullable XssProtection xssProtection) {

    /** Content-Security-Policy. */
    public record ContentSecurityPolicy(
            @Describes(value = "The header's value.", format = Format.HEADER_VALUE)
            String contentSecurityPolicy,

            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}

    /** X-Content-Type-Options. */
    public record ContentTypeOptions(
            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}

    /** X-Frame-Options. */
    public record FrameOptions(
            @Describes("Who may frame the page.") FrameOption frameOption,

            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}

    /** Referrer-Policy. */
    public record ReferrerPolicy(
            @Describes("What browsers send as Referer.") ReferrerPolicyValue referrerPolicy,

            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}

    /** Strict-Transport-Security. */
    public record StrictTransportSecurity(
            @Describes(value = "How long browsers shall use HTTPS only.", max = "3650d")
            Duration maxAge,

            @Describes(value = "Whether subdomains are meant too.", defaultValue = "false")
            boolean includeSubdomains,

            @Describes(value = "Whether browsers may ship the host in their preload lists.", defaultValue = "false")
            boolean preload,

            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}

    /** X-XSS-Protection. */
    public record XssProtection(
            @Describes("1 if true, 0 if false.") boolean protection,

            @Describes(value = "Whether mode=block is added.", defaultValue = "false")
            boolean modeBlock,

            @Describes(
                    value = "Where browsers report to; not together with modeBlock.",
                    format = Format.URL,
                    maxLength = 1_000)
            @Nullable
            String reportUri,

            @Describes(value = "Whether it replaces the origin's header.", defaultValue = "true")
            boolean override) {}
}
