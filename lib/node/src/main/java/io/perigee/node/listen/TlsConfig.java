package io.perigee.node.listen;

import io.perigee.node.config.ConfigChecks;
import io.perigee.node.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * TLS of a listener. A viewer gets the certificate whose names match its SNI, else the first one.
 *
 * @param certificates PEM files; read again when one of them changes
 * @param selfSigned names and addresses for which a certificate is made at start, for demos: viewers will not trust it.
 *     Either this or {@code certificates}
 * @param reloadInterval how often the files are looked at
 */
public record TlsConfig(
        List<CertificateFiles> certificates,
        List<String> selfSigned,
        @Default("10s") Duration reloadInterval) {

    /**
     * One certificate.
     *
     * @param certificate PEM, the chain from the leaf up
     * @param key PEM, PKCS #8, PKCS #1 or SEC 1, not encrypted
     */
    public record CertificateFiles(Path certificate, Path key) {}

    public TlsConfig {
        certificates = List.copyOf(certificates);
        selfSigned = List.copyOf(selfSigned);
        new ConfigChecks()
                .that(
                        certificates.isEmpty() != selfSigned.isEmpty(),
                        "certificates",
                        certificates.size() + " files, " + selfSigned.size() + " self-signed names",
                        "either certificates or selfSigned")
                .that(reloadInterval.toMillis() >= 10, "reloadInterval", reloadInterval, "10ms or more")
                .done();
    }

    public static TlsConfig selfSigned(String... names) {
        return new TlsConfig(List.of(), List.of(names), Duration.ofSeconds(10));
    }

    public static TlsConfig files(CertificateFiles... certificates) {
        return new TlsConfig(List.of(certificates), List.of(), Duration.ofSeconds(10));
    }
}
