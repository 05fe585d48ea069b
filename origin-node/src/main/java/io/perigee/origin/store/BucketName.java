package io.perigee.origin.store;

import java.util.regex.Pattern;

/**
 * A bucket's name. The rules leave nothing that a file system or a URL could take amiss, so it is a directory's name as
 * it is.
 *
 * @param value the name
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
 */
public record BucketName(String value) implements Comparable<BucketName> {

    /** The rule in words, for error messages. */
    public static final String RULE =
            "3 to 63 of a-z, 0-9, '.' and '-', with a letter or digit at both ends, no '..', and not an IPv4 address";

    private static final Pattern LEGAL = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    /** @throws IllegalArgumentException if the name breaks the {@linkplain #RULE rule} */
    public BucketName {
        if (!isLegal(value)) {
            throw new IllegalArgumentException("bucket '" + value + "': expected " + RULE);
        }
    }

    /** Whether this may be a bucket's name. */
    public static boolean isLegal(String name) {
        return LEGAL.matcher(name).matches()
                && !name.contains("..")
                && !IPV4.matcher(name).matches();
    }

    @Override
    public int compareTo(BucketName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
