"""What every export needs of a text: templates that escape, and no characters that a file format has no
place for.
"""

import re

from ..templating import fill_template

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)  # XML 1.0 has no way to write most of them


def fill_xml(file, **values):
    """Return a template as XML: everything escaped, no control characters, no empty lines."""
    return re.sub(r"\n\s*\n", "\n", remove_controls(fill_template(file, **values))).lstrip()


def fill_html(file, **values):
    """Return a template as HTML on one line; everything escaped. (HTML reads every run of white space as a
    single space.)
    """
    return " ".join(remove_controls(fill_template(file, **values)).split())


def remove_controls(text):
    """Return a text without control characters; tabs and line ends stay."""
    return UNPRINTABLE.sub("", text)
