"""The names in a zip as their maker meant them. macOS writes UTF-8 and does not say so, Windows the letters
of DOS (cp850, in America cp437), other programs those of Windows or of an old Mac; some write backslashes.

Which of the old encodings it is, all names of a zip tell together: in the wrong one some letters are none of
a name, or stand where none stands: “Sebastißn”, “JŸrgen”.
"""

import re
import struct
import unicodedata
import zlib
from contextlib import suppress

NAMED_IN_UTF8 = 0x800  # the bit by which a zip says so
SECOND_NAME = 0x7075  # of a field with the name in UTF-8, which some programs write beside an old one
OLD = ("cp850", "cp437", "cp1252", "mac_roman")  # in case of doubt the earlier
LETTERS = "éèêëàáâäãåçñóôöøíïîúüûßæ"  # in many names
RARE = "ìòùõœšžýðþÿığş’–"  # in some
VOWELS = "aeiouy"
LONE_MARK = re.compile(r"(?:^|[^\w\u0300-\u036f])[\u0300-\u036f\u0591-\u05c7]")  # “Íñ” of cp850, as UTF-8


def name_members(members):
    """Return the names of a zip's members. members: (name, flags, extra fields), as zipfile reads them."""
    found = [_read_name(*member) for member in members]
    doubtful = {data for data in found if isinstance(data, bytes)}
    spelt = {encoding: [data.decode(encoding, "replace") for data in doubtful] for encoding in OLD}
    best = min(OLD, key=lambda encoding: sum(map(_oddness, spelt[encoding])))
    names = [data.decode(best, "replace") if isinstance(data, bytes) else data for data in found]
    return [unicodedata.normalize("NFC", name.replace("\\", "/")) for name in names]


def _read_name(name, flags, extra):
    """Return a name, or its bytes where they are in some old encoding."""
    if name.isascii() or flags & NAMED_IN_UTF8:
        return name
    data = name.encode("cp437", "replace")  # as Python took it to be
    with suppress(UnicodeDecodeError):
        text = data.decode()
        if not LONE_MARK.search(text):
            return text
    return _second_name(data, extra) or data


def _second_name(data, extra):
    """Return the name in UTF-8 that stands in an extra field for just this name; "" where there is none."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == SECOND_NAME and field[1:5] == struct.pack("<L", zlib.crc32(data)):
            return field[5:].decode("utf-8", "ignore")
    return ""


def _oddness(name):
    """Return how little a text looks like names, 0 for well."""
    signs = re.finditer(r"[^\x00-\x7f]", name)
    return sum(_odd(name[: one.start()][-1:], one[0], name[one.end() :][:1]) for one in signs)


def _odd(before, sign, after):
    low = sign.lower()
    odd = 0 if low in LETTERS else 2 if low in RARE else 6
    if sign != low:
        whole = not (before.islower() or after.islower())  # a word in capitals
        return odd + (1 if whole or not before.isalpha() else 4)
    if sign.isalpha():
        odd += 4 * (before.isupper() and after.isupper())
        odd += 2 * (not before.isalpha())  # a name begins with a capital
        odd += 2 * (sign == "æ" and before != "" and before in VOWELS)
    return odd
