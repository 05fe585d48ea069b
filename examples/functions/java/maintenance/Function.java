package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** viewer-request: every viewer gets the same page, so that the event needs no reading, nor any library. */
public class Function implements RequestStreamHandler {
    private static final byte[] PAGE = """
            {
              "status": "503",
              "statusDescription": "Service Unavailable",
              "headers": {
                "content-type": [{"key": "Content-Type", "value": "text/plain; charset=utf-8"}],
                "retry-after": [{"key": "Retry-After", "value": "600"}]
              },
              "body": "Back in ten minutes.\\n"
            }
            """.getBytes(StandardCharsets.UTF_8);

    @Override
    public void handleRequest(InputStream event, OutputStream result, Context context) throws IOException {
        event.transferTo(OutputStream.nullOutputStream());
        result.write(PAGE);
    }
}
