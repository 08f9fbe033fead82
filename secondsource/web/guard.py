"""Who may ask a server of the kit, and what it tells: a token, the host it was asked as, limits, headers.

A page of another site that the same browser has open can send requests to 127.0.0.1, too, and a name of its
own can be made to point there (DNS rebinding). So every request must name this computer as its host and bring
the token; and what changes something must come from a page of this server, as JSON, with a header that no
form sends.
"""

import hmac
import json
import secrets
from http import HTTPStatus

from tornado.web import HTTPError, RequestHandler

COOKIE, TOKEN, HEADER = "second-source", "token", "X-Second-Source"
LARGEST = 1_000_000  # bytes of what a page may send; the longest text of ours is under 60 kB
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Guard:
    """What one running server asks for: its token, and the hosts that it is called by."""

    def __init__(self, port, token=None):
        self.token = token or secrets.token_urlsafe(24)
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    def faults(self, request, token):
        """Yield why a request is refused. token: what it brings, as a cookie or in its address."""
        if request.host not in self.hosts:
            yield "the host is not this computer"
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            yield "no token, or another one"
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if request.method in ("GET", "HEAD"):
            navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
            if site not in ("same-origin", "none") and not navigates:
                yield "it comes from another site"
            return
        if site != "same-origin" or request.headers.get("Origin") not in [
            f"http://{one}" for one in self.hosts
        ]:
            yield "it comes from another site"
        kind = request.headers.get("Content-Type", "").partition(";")[0]
        if kind != "application/json" or request.headers.get(HEADER) != "1":
            yield "it is not what a page of this server sends"


class Guarded(RequestHandler):
    """A handler behind a Guard, `settings["guard"]`; HEADERS and POLICY go with every answer."""

    policy = POLICY

    def set_default_headers(self):
        self.clear_header("Server")
        for name, value in {**HEADERS, "Content-Security-Policy": self.policy}.items():
            self.set_header(name, value)

    def prepare(self):
        brought = self.get_query_argument(TOKEN, "") or self.get_cookie(self.cookie, "")
        if any(self.settings["guard"].faults(self.request, brought)):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    @property
    def cookie(self):
        """The cookie's name; cookies know no ports, and two servers may run at once."""
        return f"{COOKIE}-{self.request.host.rpartition(':')[2]}"

    def let_in(self):
        """Give the browser the token to keep; no script can read it, and no other site makes it send it."""
        token = self.settings["guard"].token
        self.set_cookie(self.cookie, token, path="/", httponly=True, samesite="Strict")

    def body(self):
        """Return the JSON object that was sent; else the request is refused."""
        try:
            data = json.loads(self.request.body)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise HTTPError(HTTPStatus.BAD_REQUEST)
        return data

    def tell(self, data, status=HTTPStatus.OK):
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(data, ensure_ascii=False))

    def write_error(self, status_code, **_details):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("Refused." if status_code < HTTPStatus.INTERNAL_SERVER_ERROR else "This did not work.")

    def log_exception(self, *_error):
        """What somebody tries is no news; our own faults are, and they are seen in the page."""
