package com.example.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Handlers in Java, as a package for Lambda has them. */
public final class JavaHandler {
    private int calls;

    /** What a payload is read as. */
    public static final class Order {
        private String name = "";
        private List<Integer> numbers = List.of();

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<Integer> getNumbers() {
            return numbers;
        }

        public void setNumbers(List<Integer> numbers) {
            this.numbers = numbers;
        }
    }

    /** What handlers are told of their call, as far as this one asks. */
    public interface CallContext {
        String getAwsRequestId();

        String getFunctionName();

        int getMemoryLimitInMB();

        int getRemainingTimeInMillis();
    }

    public Map<String, Object> handleRequest(Map<String, Object> event) {
        System.out.println("called with " + event);
        return Map.of("calls", ++calls, "keys", event.keySet());
    }

    public Order typed(Order order, CallContext context) {
        order.setName(order.getName()
                + ' '
                + context.getFunctionName()
                + ' '
                + context.getMemoryLimitInMB()
                + ' '
                + context.getAwsRequestId().length()
                + ' '
                + (context.getRemainingTimeInMillis() > 0));
        return order;
    }

    public void streamed(InputStream in, OutputStream out) throws IOException {
        out.write('[');
        in.transferTo(out);
        out.write(']');
    }

    public Object failing(Map<String, Object> event) {
        throw new IllegalStateException("no " + event.get("what"));
    }
}
