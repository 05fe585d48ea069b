package io.perigee.cache;

import io.perigee.httpcaching.RequestHead;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes upstream, made when it is first looked at: most hits never do. Any thread.
 */
public final class ForwardedRequest {

    private final String method;
    private final Supplier<RequestHead> source;
    // Written without a lock: whoever comes too early makes an equal one.
    private @Nullable RequestHead made;

    /**
     * @param method the request's own, with which the head comes
     * @param source makes the head out of what does not change; may be asked more than once, on any thread
     */
    public ForwardedRequest(String method, Supplier<RequestHead> source) {
        this.method = method;
        this.source = source;
    }

    static ForwardedRequest of(RequestHead head) {
        ForwardedRequest request = new ForwardedRequest(head.method(), () -> head);
        request.made = head;
        return request;
    }

    public String method() {
        return method;
    }

    /** The head, the same every time. */
    public RequestHead head() {
        RequestHead head = made;
        if (head == null) {
            head = source.get();
            made = head;
        }
        return head;
    }
}
