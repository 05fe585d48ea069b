"""Runs a Python handler: speaks the Lambda Runtime API with the node, for as long as the process lives.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

import importlib
import json
import os
import socket
import sys
import time
from importlib.machinery import PathFinder

API = "/2018-06-01/runtime"
HOST, PORT = os.environ["AWS_LAMBDA_RUNTIME_API"].rsplit(":", 1)


class Runtime:
    """The Runtime API, over one connection. By hand, because http.client takes longer to load than Python to start."""

    def __init__(self):
        self.socket = socket.create_connection((HOST, int(PORT)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def _reply(self):
        status = self.file.readline()
        if not status:
            sys.exit(1)
        headers = {}
        for line in iter(self.file.readline, b"\r\n"):
            name, value = line.decode("latin-1").split(":", 1)
            headers[name.lower()] = value.strip()
        return headers, self.file.read(int(headers.get("content-length", 0)))

    @staticmethod
    def _post(resource, body, error_type=None):
        head = f"POST {API}{resource} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        if error_type:
            head += f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode("latin-1", "replace") + body

    NEXT = f"GET {API}/invocation/next HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode("latin-1")

    def next(self, answer=None):
        """The next event, after that answer has been told; both leave in one packet."""
        self.socket.sendall((answer or b"") + self.NEXT)
        if answer:
            self._reply()
        return self._reply()

    def response(self, request_id, body):
        return self._post(f"/invocation/{request_id}/response", body)

    def error(self, request_id, described):
        return self._post(f"/invocation/{request_id}/error", json.dumps(described).encode(), described["errorType"])

    def init_error(self, described):
        self.socket.sendall(self._post("/init/error", json.dumps(described).encode(), described["errorType"]))
        self._reply()


class Context:
    """What a handler is told of its call: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, headers):
        self._deadline = int(headers["lambda-runtime-deadline-ms"])
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = None
        self.client_context = None

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class Call:
    """The call that is under way."""

    request_id = ""


class LoggingFinder:
    """Sets logging up when the handler's code imports it: loading it takes a fifth of a start, and not every handler logs."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(cls)
        # Python's own, whatever the package has of that name.
        spec = PathFinder.find_spec(name, sys.path[1:], target)
        execute = spec.loader.exec_module

        def execute_and_set_up(module):
            execute(module)
            set_up_logging(module)

        spec.loader.exec_module = execute_and_set_up
        return spec


def set_up_logging(logging):
    class Handler(logging.Handler):
        """Lambda's format of what loggers are given."""

        def emit(self, record):
            # A call's lines are one event each for Lambda, so that line ends within one become carriage returns.
            sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")

    class Formatter(logging.Formatter):
        converter = time.gmtime

        def format(self, record):
            record.aws_request_id = Call.request_id
            return super().format(record)

    handler = Handler()
    handler.setFormatter(
        Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    )
    logging.getLogger().addHandler(handler)


def describe(error, error_type=None, message=None):
    # Here, since only what fails needs it.
    import traceback

    trace = traceback.extract_tb(error.__traceback__)
    # Of the handler's own code, not of what calls it.
    frames = [frame for frame in trace if frame.filename != __file__ and not frame.filename.startswith("<frozen")]
    return {
        "errorMessage": message or str(error),
        "errorType": error_type or type(error).__name__,
        "requestId": Call.request_id,
        "stackTrace": traceback.format_list(frames),
    }


def tell(described):
    lines = [f"[ERROR] {described['errorType']}: {described['errorMessage']}"]
    if described["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        lines.extend(line.rstrip("\n") for line in described["stackTrace"])
    sys.stdout.write("\n".join(lines).replace("\n", "\r") + "\n")


class InitError(Exception):
    def __init__(self, described):
        super().__init__(described["errorMessage"])
        self.described = described


def load(name):
    module_name, _, function = name.rpartition(".")
    if not module_name:
        error = ValueError(f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
        raise InitError(describe(error, "Runtime.MalformedHandlerName"))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise InitError(describe(error, "Runtime.ImportModuleError", message)) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise InitError(describe(error, "Runtime.UserCodeSyntaxError", message)) from error
    except Exception as error:
        raise InitError(describe(error)) from error
    handler = getattr(module, function, None)
    if not callable(handler):
        error = AttributeError(f"Handler '{function}' missing on module '{module_name}'")
        raise InitError(describe(error, "Runtime.HandlerNotFound"))
    return handler


def call(runtime, handler, headers, body):
    """What to tell of that call."""
    request_id = headers["lambda-runtime-aws-request-id"]
    Call.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
    try:
        result = handler(json.loads(body), Context(headers))
    except Exception as error:
        described = describe(error)
        tell(described)
        return runtime.error(request_id, described)
    try:
        return runtime.response(request_id, json.dumps(result, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    except (TypeError, ValueError) as error:
        described = describe(error, "Runtime.MarshalError", f"Unable to marshal response: {error}")
        tell(described)
        return runtime.error(request_id, described)


def main():
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    if "logging" in sys.modules:
        set_up_logging(sys.modules["logging"])
    else:
        sys.meta_path.insert(0, LoggingFinder)
    runtime = Runtime()
    try:
        handler = load(os.environ["_HANDLER"])
    except InitError as error:
        tell(error.described)
        runtime.init_error(error.described)
        sys.exit(1)
    headers, body = runtime.next()
    while True:
        answer = call(runtime, handler, headers, body)
        sys.stdout.flush()
        headers, body = runtime.next(answer)


main()
