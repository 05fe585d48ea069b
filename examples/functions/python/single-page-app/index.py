"""origin-request: every path without an extension is the application's own, which is one page."""

import posixpath


def handler(event, context):
    request = event["Records"][0]["cf"]["request"]
    if not posixpath.splitext(request["uri"])[1]:
        request["uri"] = "/index.html"
    return request
