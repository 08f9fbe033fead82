"""A WebKitGTK of the tests' own, driven over WebDriver: a page, what it shows, what is done in it."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress

from helpers.needs import needs
from helpers.ports import free_port
from helpers.windows import Window

QUIET = {"GDK_BACKEND": "x11", "LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}


class WebKit(Window):
    """One window with one page, on a screen that nobody sees. folder: an empty one, for what it keeps."""

    def __init__(self, folder, width=390, height=844):
        browser, driver, screen = needs("WebKit"), needs("WebKit driver"), needs("Xvfb")
        self.processes, port = [], free_port()
        display = self._start_screen(screen)
        home = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        self._start([driver, f"--port={port}"], {**os.environ, **QUIET, **home, "DISPLAY": display})
        self.address = f"http://127.0.0.1:{port}/session"
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        try:
            self.address += f"/{self._ask_until_it_is_there(wanted)['sessionId']}"
            self.do("POST", "/window/rect", {"width": width, "height": height})
        except BaseException:
            self.stop()
            raise

    def _start(self, command, environment=None, **pipes):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **pipes}
        process = subprocess.Popen(command, env=environment, **quiet)
        self.processes.append(process)
        return process

    def _start_screen(self, program):
        """Start a screen; return its name: Xvfb finds a free number itself and writes it."""
        reading, writing = os.pipe()
        command = [program, "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        self._start(command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as told:
            return f":{told.readline().strip()}"

    def _ask_until_it_is_there(self, wanted, seconds=20):
        end = time.monotonic() + seconds
        while True:
            try:
                return self.do("POST", "", wanted)
            except urllib.error.URLError as error:
                if isinstance(error, urllib.error.HTTPError) or time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def do(self, method, path, told=None):
        """Return what came of a command of the protocol."""
        data = json.dumps(told).encode() if told is not None else None
        request = urllib.request.Request(self.address + path, data, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def goto(self, address):
        self.do("POST", "/url", {"url": address})

    def evaluate(self, script):
        """Return what an expression of JavaScript is, as JSON knows it."""
        return self.do("POST", "/execute/sync", {"script": f"return ({script});", "args": []})

    def stop(self):
        with suppress(OSError):  # it has ended by itself
            self.do("DELETE", "")
        for process in reversed(self.processes):
            process.terminate()
            process.wait(20)
