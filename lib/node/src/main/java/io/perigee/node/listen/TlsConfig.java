package io.perigee.node.listen;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import io.perigee.node.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** TLS of a listener. A viewer gets the certificate whose names match its SNI, else the first one. */
public record TlsConfig(
        @Setting(
                "Certificate files, read again when one of them changes. A viewer gets the certificate whose names match its SNI, else the first one. Either these or selfSigned.")
        List<CertificateFiles> certificates,

        @Setting(
                "Names and addresses for which a certificate is made at start, for demonstrations: viewers will not trust it. Either these or certificates.")
        List<String> selfSigned,

        @Setting(value = "How often the files are looked at.", min = "10ms") @Default("10s")
        Duration reloadInterval) {

    /** One certificate. */
    public record CertificateFiles(
            @Setting("A PEM file with the chain from the leaf up.")
            Path certificate,

            @Setting("A PEM file with the key: PKCS #8, PKCS #1 or SEC 1, not encrypted.")
            Path key) {}

    public TlsConfig {
        certificates = List.copyOf(certificates);
        selfSigned = List.copyOf(selfSigned);
        new ConfigChecks()
                .that(
                        certificates.isEmpty() != selfSigned.isEmpty(),
                        "certificates",
                        certificates.size() + " files, " + selfSigned.size() + " self-signed names",
                        "either certificates or selfSigned")
                .done();
    }

    public static TlsConfig selfSigned(String... names) {
        return new TlsConfig(List.of(), List.of(names), Duration.ofSeconds(10));
    }

    public static TlsConfig files(CertificateFiles... certificates) {
        return new TlsConfig(List.of(certificates), List.of(), Duration.ofSeconds(10));
    }
}
