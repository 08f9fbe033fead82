"""A Firefox of the tests' own, driven over WebDriver BiDi: a page, what it shows, what is done in it."""

import itertools
import json
import re
import subprocess
from pathlib import Path

import websocket

from helpers.needs import needs
from helpers.windows import Window

LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
# Names that lead to this computer, as Chromium's --host-resolver-rules; and nothing is asked of the network.
PREFERENCES = {
    "network.dns.localDomains": "class.test",
    "dom.security.https_first": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
}


class Firefox(Window):
    """One window with one page. folder: an empty one, for its profile. preferences: beside those above."""

    def __init__(self, folder, width=390, height=844, preferences=None):
        profile, self.numbers = Path(folder), itertools.count(1)
        profile.mkdir(parents=True, exist_ok=True)
        wanted = {**PREFERENCES, **(preferences or {})}
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in wanted.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [needs("Firefox"), "--headless", "--no-remote", "--remote-debugging-port=0"]
        self.process = subprocess.Popen(
            [*command, "--profile", str(profile), "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.line = websocket.create_connection(
            f"{self._address()}/session", timeout=60, suppress_origin=True
        )
        self.do("session.new", capabilities={})
        self.tab = self.do("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": width, "height": height}
        self.do("browsingContext.setViewport", context=self.tab, viewport=size)

    def _address(self):
        for line in self.process.stderr:
            if found := LISTENS.search(line):
                return found[1]
        raise AssertionError("Firefox ended before it could be asked")

    def do(self, method, **given):
        """Return what came of a command of the protocol."""
        number = next(self.numbers)
        self.line.send(json.dumps({"id": number, "method": method, "params": given}))
        while True:
            said = json.loads(self.line.recv())
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]

    def goto(self, address):
        self.do("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def go_back(self):
        """Do what the button does. The page may come from memory or anew: wait for what it shows."""
        self.do("browsingContext.traverseHistory", context=self.tab, delta=-1)

    def evaluate(self, script):
        """Return what an expression of JavaScript is, as JSON knows it."""
        where, script = (
            {"context": self.tab},
            f"Promise.resolve({script}).then((it) => JSON.stringify(it ?? null))",
        )
        found = self.do("script.evaluate", expression=script, target=where, awaitPromise=True)
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def stop(self):
        self.line.close()
        self.process.terminate()
        self.process.wait(20)
        self.process.stderr.close()
