"""What a cell shows after `check`."""

import re

from markupsafe import Markup, escape

from ..templating import fill_template


class Feedback:
    """What a cell shows after `check`. `state` is "open", "kept", "right" or "off"."""

    TITLES = {"open": "Open", "kept": "Kept", "right": "Right", "off": "Not yet"}

    def __init__(self, name, state, text, help_=None, note="", code=""):
        """code: one way to solve the task; shown below everything else."""
        self.name, self.state, self.text, self.help, self.note = name, state, text, help_, note
        self.code = code

    def __repr__(self):
        said = " ".join(
            filter(
                None,
                (
                    f"{self.TITLES[self.state]}: {self.text}",
                    self.help and f"{self.help[0]}: {self.help[1]}",
                    self.note and f"({self.note}.)",
                ),
            )
        )
        return f"{said}\nOne way in code:\n{self.code}" if self.code else said

    def _repr_html_(self):
        return fill_template(
            "notebooks/feedback.html", feedback=self, title=self.TITLES[self.state], code=show_code
        )


def show_code(text):
    """Return a hint as HTML: `names in backticks` are code, everything else is text."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
