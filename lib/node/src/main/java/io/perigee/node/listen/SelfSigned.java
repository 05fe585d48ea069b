package io.perigee.node.listen;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A self-signed X.509 certificate (RFC 5280) for demos and tests: ECDSA on P-256, valid from an hour ago for 397 days, the
 * names as subject alternative names. It is encoded here (DER, ITU-T X.690) because the JDK can read certificates but has
 * no public way to make one.
 */
public record SelfSigned(String certificatePem, String keyPem) {

    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration VALID = Duration.ofDays(397);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT = 0xa0;
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;

    /** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
    private static final byte[] ECDSA_SHA256 = {0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };
    /** 2.5.4.3, commonName. */
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    /** 2.5.29.17, subjectAltName. */
    private static final byte[] SUBJECT_ALT_NAME = {0x06, 0x03, 0x55, 0x1d, 0x11};
    /** 2.5.29.19, basicConstraints. */
    private static final byte[] BASIC_CONSTRAINTS = {0x06, 0x03, 0x55, 0x1d, 0x13};

    /**
     * Makes a certificate and its key.
     *
     * @param names host names (with a leading {@code *.} for a wildcard) and IP addresses; at least one
     */
    public static SelfSigned create(List<String> names, Clock clock, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] body = body(
                    names,
                    clock.instant(),
                    new BigInteger(127, random),
                    pair.getPublic().getEncoded());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(body);
            byte[] certificate = sequence(body, sequence(ECDSA_SHA256), bits(signature.sign()));
            return new SelfSigned(
                    pem("CERTIFICATE", certificate),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has ECDSA on P-256", e);
        }
    }

    private static byte[] body(List<String> names, Instant now, BigInteger serial, byte[] publicKey) {
        byte[] name = sequence(element(
                SET, sequence(COMMON_NAME, element(UTF8_STRING, names.get(0).getBytes(StandardCharsets.UTF_8)))));
        return sequence(
                element(EXPLICIT, element(INTEGER, new byte[] {2})),
                element(INTEGER, serial.setBit(64).toByteArray()),
                sequence(ECDSA_SHA256),
                name,
                sequence(time(now.minus(BACKDATED)), time(now.plus(VALID))),
                name,
                publicKey,
                element(EXPLICIT + 3, sequence(alternativeNames(names), basicConstraints())));
    }

    private static byte[] alternativeNames(List<String> names) {
        byte[][] encoded = names.stream().map(SelfSigned::alternativeName).toArray(byte[][]::new);
        return sequence(SUBJECT_ALT_NAME, element(OCTET_STRING, sequence(encoded)));
    }

    private static byte[] alternativeName(String name) {
        if (name.indexOf(':') >= 0 || name.matches("[0-9.]+")) {
            try {
                return element(IP_ADDRESS, InetAddress.getByName(name).getAddress());
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("not an IP address: " + name, e);
            }
        }
        return element(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
    }

    /** Its own issuer, so it is an authority that a client may choose to trust. */
    private static byte[] basicConstraints() {
        byte[] yes = element(BOOLEAN, new byte[] {(byte) 0xff});
        return sequence(BASIC_CONSTRAINTS, yes, element(OCTET_STRING, sequence(yes)));
    }

    private static byte[] time(Instant instant) {
        // UTCTime is asked for up to 2049, but every reader takes either, and this one has no century to guess.
        return element(TIME, GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    private static byte[] bits(byte[] content) {
        return element(BIT_STRING, new byte[] {0}, content);
    }

    /** Tag, length, content. */
    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var element = new ByteArrayOutputStream(length + 4);
        element.write(tag);
        if (length < 0x80) {
            element.write(length);
        } else if (length < 0x100) {
            element.write(0x81);
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
