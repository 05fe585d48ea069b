package io.perigee.control.store;

/**
 * A deployment as it is stored.
 *
 * @param createdAt epoch milliseconds
 * @param running whether it has not ended
 * @param document JSON
 */
public record StoredDeployment(
        String id, String function, String alias, long createdAt, boolean running, String document) {

    /**
     * Something that a running deployment needs.
     *
     * @param qualifier a version, an alias or {@code latest}
     */
    public record Use(String deployment, String function, String qualifier) {}
}
