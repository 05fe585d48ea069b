package io.perigee.origin.access;

/**
 * One pair of credentials for the S3 API, as AWS issues them.
 *
 * @param id sent with each request
 * @param secret never sent
 */
public record AccessKey(String id, String secret) {

    @Override
    public String toString() {
        return "AccessKey[id=" + id + "]";
    }
}
