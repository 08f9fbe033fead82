"""Ask a server that has a token, as its page would or as somebody else."""

import http.client
import json
import re


def split_address(server):
    """Return (port, token) of a running server."""
    return server.port, re.search(r"token=([\w-]+)", server.address)[1]


def ask(server, path, body=None, method=None, **headers):
    """Return (status, headers, body) of one request. body: sent as JSON. A header None is left out.

    Without other headers it is what the page itself sends.
    """
    port, token = split_address(server)
    host = f"127.0.0.1:{port}"
    sent = {"Host": host, "Cookie": f"second-source-{port}={token}"}
    data = None
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent |= {"Origin": f"http://{host}", "Content-Type": "application/json", "X-Second-Source": "1"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.putrequest(method or ("GET" if body is None else "POST"), path, skip_host=True)
        for name, value in sent.items():
            if value is not None:
                line.putheader(name, value)
        if data is not None:
            line.putheader("Content-Length", str(len(data)))
        line.endheaders(data)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()
