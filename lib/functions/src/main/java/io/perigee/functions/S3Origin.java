package io.perigee.functions;

/**
 * A bucket of an object store: one of the network's own origin nodes that answers nobody else, or one at Amazon S3. It is spoken to
 * over HTTPS, but for the one that the event named.
 *
 * @param domainName such as {@code my-bucket.s3.amazonaws.com}; lower case, at most 128 characters
 * @param authMethod how the bucket knows that the network asks
 * @param region the bucket's region; may be empty unless {@code authMethod} is {@link AuthMethod#ORIGIN_ACCESS_IDENTITY}
 */
public record S3Origin(String domainName, String path, AuthMethod authMethod, String region, HeaderFields customHeaders)
        implements Origin {

    /** How a bucket knows that the network asks. */
    public enum AuthMethod {
        /** It does not: it answers everybody. */
        NONE("none"),
        /** Requests carry the network's credentials. Kept from the event; it cannot be taken up by a function. */
        ORIGIN_ACCESS_IDENTITY("origin-access-identity");

        private final String label;

        AuthMethod(String label) {
            this.label = label;
        }

        /** Lambda@Edge's word for it. */
        public String label() {
            return label;
        }
    }

    public S3Origin withDomainName(String domainName) {
        return new S3Origin(domainName, path, authMethod, region, customHeaders);
    }

    public S3Origin withPath(String path) {
        return new S3Origin(domainName, path, authMethod, region, customHeaders);
    }

    public S3Origin withAuthMethod(AuthMethod authMethod, String region) {
        return new S3Origin(domainName, path, authMethod, region, customHeaders);
    }

    public S3Origin withCustomHeader(String name, String value) {
        return new S3Origin(domainName, path, authMethod, region, customHeaders.with(name, value));
    }
}
