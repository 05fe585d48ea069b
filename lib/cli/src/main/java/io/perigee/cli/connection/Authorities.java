package io.perigee.cli.connection;

import io.perigee.cli.terminal.CommandFailure;
import io.perigee.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates of control planes are trusted. */
final class Authorities {

    private static final String VARIABLE = "PERIGEE_CA_FILE";

    private Authorities() {}

    /**
     * Those of the named file, else of the one that the environment names, and no others; empty if neither is named: then those
     * that Java trusts.
     *
     * @throws CommandFailure if the file cannot be read or has no certificate
     */
    static Optional<SSLContext> find(Terminal terminal, @Nullable Path caFile) {
        if (caFile != null) {
            return Optional.of(of(caFile, "--ca-file"));
        }
        String variable = terminal.variable(VARIABLE);
        return variable == null ? Optional.empty() : Optional.of(of(Path.of(variable), VARIABLE));
    }

    private static SSLContext of(Path file, String source) {
        Collection<? extends Certificate> authorities;
        try (InputStream pem = Files.newInputStream(file)) {
            authorities = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (IOException e) {
            throw CommandFailure.invalid(source + ": " + file + " cannot be read");
        } catch (CertificateException e) {
            throw noCertificates(file, source);
        }
        if (authorities.isEmpty()) {
            throw noCertificates(file, source);
        }
        return trusting(authorities);
    }

    private static CommandFailure noCertificates(Path file, String source) {
        return CommandFailure.invalid(
                source + ": " + file + " has no certificates", "expected: a PEM file with -----BEGIN CERTIFICATE-----");
    }

    private static SSLContext trusting(Collection<? extends Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a store in memory takes every certificate", e);
        }
    }
}
