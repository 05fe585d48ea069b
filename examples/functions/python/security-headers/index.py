"""viewer-response: headers that make browsers careful."""

HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


def handler(event, context):
    response = event["Records"][0]["cf"]["response"]
    for name, value in HEADERS.items():
        response["headers"][name.lower()] = [{"key": name, "value": value}]
    return response
