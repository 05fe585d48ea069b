package io.perigee.node.listen;

import io.perigee.node.listen.TlsConfig.CertificateFiles;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The certificates of a listener as they stand in their files at one moment. The files are read into memory, so that a
 * certificate and a key that are being replaced are seen together or not at all.
 *
 * @param stamps time and size of each file, to notice a change
 * @param expiry when the first of them, or of their issuers', is valid no more
 */
record Certificates(PemKeyCertOptions pem, List<Stamp> stamps, Instant expiry) {

    record Stamp(Path file, FileTime changed, long size) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    /**
     * Reads the files, or makes the self-signed certificate. Blocks.
     *
     * @throws IOException if a file cannot be read or is not a certificate in PEM; the message names the file
     */
    static Certificates load(TlsConfig config) throws IOException {
        var pem = new PemKeyCertOptions();
        if (!config.selfSigned().isEmpty()) {
            var made = SelfSigned.create(config.selfSigned(), Clock.systemUTC(), new SecureRandom());
            pem.addCertValue(Buffer.buffer(made.certificatePem())).addKeyValue(Buffer.buffer(made.keyPem()));
            Instant expiry = expiry(made.certificatePem().getBytes(StandardCharsets.US_ASCII), "the self-signed one");
            return new Certificates(pem, List.of(), expiry);
        }
        List<Stamp> stamps = stamps(config);
        Instant expiry = Instant.MAX;
        for (CertificateFiles files : config.certificates()) {
            byte[] chain = Files.readAllBytes(files.certificate());
            Instant ends = expiry(chain, files.certificate());
            expiry = ends.isBefore(expiry) ? ends : expiry;
            pem.addCertValue(Buffer.buffer(chain)).addKeyValue(key(files.key()));
        }
        return new Certificates(pem, stamps, expiry);
    }

    /** The files' stamps now; a change shows as a difference from those of a loaded set. */
    static List<Stamp> stamps(TlsConfig config) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (CertificateFiles files : config.certificates()) {
            stamps.add(Stamp.of(files.certificate()));
            stamps.add(Stamp.of(files.key()));
        }
        return List.copyOf(stamps);
    }

    /** When the first certificate of a chain ends. */
    private static Instant expiry(byte[] pem, Object source) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> new IOException(source + " holds no certificate"));
        } catch (GeneralSecurityException e) {
            throw new IOException(source + " is not a certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static Buffer key(Path file) throws IOException {
        String pem = Files.readString(file);
        if (!pem.contains("PRIVATE KEY-----")) {
            throw new IOException(file + " is not a private key in PEM");
        }
        return Buffer.buffer(pem);
    }
}
