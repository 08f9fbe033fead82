"""What the windows of browsers without Playwright have in common."""

import time


class Window:
    """A window whose class says how an expression is evaluated in it."""

    def wait(self, script, seconds=40):
        """Return what an expression of JavaScript is, as soon as that is something."""
        end = time.monotonic() + seconds
        while not (found := self.evaluate(script)):
            assert time.monotonic() < end, script
            time.sleep(0.1)
        return found
