package io.perigee.functions.host;

import java.util.HashMap;
import java.util.Map;

/**
 * How many calls may be under way on a node at a time, as Lambda has it for an account and a region
 * (<a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">Understanding Lambda function scaling</a>).
 * CloudFront Functions do not count.
 *
 * @param account calls of all functions together; from 1
 * @param reserved by the function's name, what is kept for that function and is the most that it gets, all its versions together; 0 or
 *     more, and no more than {@code account} in all. Functions that are not named share the rest
 */
public record ConcurrencyLimits(int account, Map<String, Integer> reserved) {
    /** Lambda's default for an account and a region, nothing reserved. */
    public static final ConcurrencyLimits DEFAULT = new ConcurrencyLimits(1000, Map.of());

    public ConcurrencyLimits {
        if (account < 1) {
            throw new IllegalArgumentException("account is " + account + ", expected 1 or more");
        }
        reserved = Map.copyOf(reserved);
        long sum = 0;
        for (Map.Entry<String, Integer> one : reserved.entrySet()) {
            if (one.getValue() < 0) {
                throw new IllegalArgumentException(
                        "reserved." + one.getKey() + " is " + one.getValue() + ", expected 0 or more");
            }
            sum += one.getValue();
        }
        if (sum > account) {
            throw new IllegalArgumentException(
                    "reserved is " + sum + " in all, expected no more than account, " + account);
        }
    }

    /**
     * What one of several nodes may take that share these limits: equal parts, rounded up, so that a reservation of a few calls is not lost
     * where there are more nodes.
     *
     * @param nodes from 1
     */
    public ConcurrencyLimits share(int nodes) {
        Map<String, Integer> parts = new HashMap<>();
        int sum = 0;
        for (Map.Entry<String, Integer> one : reserved.entrySet()) {
            int part = Math.ceilDiv(one.getValue(), nodes);
            parts.put(one.getKey(), part);
            sum += part;
        }
        return new ConcurrencyLimits(Math.max(Math.ceilDiv(account, nodes), sum), parts);
    }

    int unreserved() {
        return account - reserved.values().stream().mapToInt(Integer::intValue).sum();
    }
}
