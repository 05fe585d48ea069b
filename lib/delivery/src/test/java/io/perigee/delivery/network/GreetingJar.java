package io.perigee.delivery.network;

import static java.util.Objects.requireNonNull;

import io.perigee.distribution.FunctionVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** {@link Greeting} as a package. */
final class GreetingJar {

    private GreetingJar() {}

    static byte[] bytes() {
        String file = Greeting.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = requireNonNull(Greeting.class.getResourceAsStream("/" + file));
                JarOutputStream out = new JarOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(file));
            in.transferTo(out);
            out.closeEntry();
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Version 1 of the function, with this class as its entry. */
    static FunctionVersion version(byte[] jar, String entryClass) {
        return version(jar, entryClass, 1);
    }

    static FunctionVersion version(byte[] jar, String entryClass, int version) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
            return FunctionVersion.verticle("greeting", version, hash, jar.length, entryClass);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
