package io.perigee.benchmarks.server;

import io.perigee.node.listen.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * What all servers show over TLS.
 *
 * @param certificatePem made for the address 127.0.0.1
 * @param certificate the file with it
 * @param key the file with its private key, PEM
 */
public record ServerIdentity(String certificatePem, Path certificate, Path key) {

    /** Makes one and writes it into {@code folder}. */
    public static ServerIdentity create(Path folder) throws IOException {
        SelfSigned made = SelfSigned.create(List.of("127.0.0.1"), Clock.systemUTC(), new SecureRandom());
        return new ServerIdentity(
                made.certificatePem(),
                Files.writeString(folder.resolve("cert.pem"), made.certificatePem()),
                Files.writeString(folder.resolve("key.pem"), made.keyPem()));
    }
}
