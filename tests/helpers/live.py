"""A live class under test: a server in a process of its own, on 127.0.0.1, that ends by itself."""

import json
import re
import time
import urllib.error
import urllib.request

from helpers.live_start import start_class
from helpers.ports import free_port

SPEAKING = "ferry-fares/speaking"
WORD = re.compile(r"Your word +(\S+)")
CODE = re.compile(r"Class code +(\S+)")


class LiveClass:
    """A class that is served from `folder`. learner: where its file goes. names: see LiveServer."""

    def __init__(self, site, learner, port=None, store="", names=("class.test",), hours=0.5, code=None):
        self.site, self.learner, self.store, self.names = site, learner, store, names
        self.port, self.hours = port or free_port(), hours
        self.start(new=not code, code=code)

    def start(self, new=False, code=None):
        """Start it; not new: it goes on with the class of before."""
        self.process = start_class(
            site=str(self.site),
            port=self.port,
            store=self.store,
            names=self.names,
            learner=str(self.learner),
            hours=self.hours,
            new=new,
            code=code,
        )
        said = ""
        while "From now on" not in said:
            line = self.process.stdout.readline()
            assert line, f"the class did not start: {said}"
            said += line
        self.said, self.word, self.code = said, WORD.search(said)[1], CODE.search(said)[1]

    def kill(self):
        """As a power cut would: it has no time for anything."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def address(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def ask(self, path, token="", message=None, headers=(), seconds=20):
        """Return (status, what was answered); a message is sent as JSON, bytes as they are."""
        body = message if message is None or isinstance(message, bytes) else json.dumps(message).encode()
        request = urllib.request.Request(self.address(path), body, dict(headers))
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=seconds) as answer:
                return answer.status, _read(answer)
        except urllib.error.HTTPError as error:
            return error.code, _read(error)

    def join(self, name="Ada", **more):
        status, joined = self.ask("/live/join", "", {"class_code": self.code, "name": name, **more})
        assert status == 200, joined
        return joined

    def act(self, act, name=SPEAKING):
        return self.ask("/live/teach/act", self.word, {"act": act, "name": name})

    def hand_in(self, student, answers, revision=1, activity=SPEAKING, **state):
        message = {
            "sitting": f"sitting-{student['id']}",
            "revision": revision,
            "base": revision - 1,
            "activity": activity,
            "state": {"answers": answers, **state},
        }
        return self.ask("/live/answers", student["token"], message)

    def listen(self, token, seconds=5, until="\n\n", last=None, begun=None):
        """Return what the stream of events says until it has said `until`. begun: an Event, set when the
        first of it is there.
        """
        request = urllib.request.Request(self.address("/live/events"))
        request.add_header("Authorization", f"Bearer {token}")
        if last is not None:
            request.add_header("Last-Event-ID", last)
        said, end = "", time.monotonic() + seconds
        with urllib.request.urlopen(request, timeout=seconds) as stream:
            while until not in said and time.monotonic() < end:
                said += stream.read1(65_536).decode()
                begun and begun.set()
        return said


def _read(answer):
    data = answer.read()
    try:
        return json.loads(data)
    except ValueError:
        return data.decode("utf-8", "replace")
