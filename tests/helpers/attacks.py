"""What attackers send: texts, zips, YAML and originals, for test_hostile.py. Large ones are functions,
made when they are needed.
"""

import io
import random
import zipfile
import zlib
from itertools import pairwise

from helpers.handing_in import GOOD, link_member, submission, zipped
from secondsource.content.texts import read_article

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--",
    "]]>",
    "-->",
    "javascript:alert(1)",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "</textarea></title></style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "${7*7}",
    "\u2028",
    "<base href=//x>",
    "[a](javascript:alert(1))",
    "\\u003cscript\\u003e",
    "<math><mtext><script>alert(1)</script>",
]
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\r\n@1",
    " =1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '=HYPERLINK("http://x.example")',
    "'=1",
    "%09=1",
]
SIGNS = [
    "\u202e",
    "\u2066",
    "\u200f",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\ufeff",
    "\ufffe",
    "\uffff",
    "\u200b",
    "\u0301" * 30,
    "\U000e0001",
    "😀",
    "ﷺ",
    "ß",
    "İ",
    "Ω",
    "\x85",
    "\u2029",
    "../",
    "..\\",
    "/etc/passwd",
    "C:\\",
    "CON",
]
NAMES = [
    "",
    " ",
    "None",
    "nan",
    "NaN",
    "null",
    "true",
    "0",
    "1e999",
    "1_000",
    "__proto__",
    "constructor",
    "Points Possible",
    "x" * 1_000_000,
    "\u202e" * 1000,
    "../../x",
    *MARKUP,
    *FORMULAS,
    *SIGNS,
]


# ---- Zips: {name: (maker, how many lines a teacher reads about it)}
# ---------------------------------------------------------


def nested_zip(depth=5):
    data = GOOD
    for level in range(depth):
        data = zipped({f"{level}.zip": data})
    return data


def overlapping_zip(names=2000):
    """Many names for one member, as in a bomb that overlaps: small to keep, huge to unpack."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.json", b"0" * 1_900_000)
        archive.filelist += [_renamed(archive.filelist[0], f"{number}.json") for number in range(1, names)]
    return buffer.getvalue()


def _renamed(info, name):
    copy = zipfile.ZipInfo(name)
    for field in (
        "compress_type",
        "compress_size",
        "file_size",
        "CRC",
        "header_offset",
        "flag_bits",
        "external_attr",
    ):
        setattr(copy, field, getattr(info, field))
    return copy


def lying_zip():
    """A member that says it is ten bytes long and is nearly two million."""
    data = bytearray(zipped({"a.json": b'{"student": "' + noise(20).hex().encode() * 45_000 + b'"}'}))
    start = data.find(b"PK\x01\x02")
    data[start + 24 : start + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def doubled_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for _ in range(2):
            archive.writestr("a.json", GOOD)
    return buffer.getvalue()


def noise(size):
    """Return bytes without sense, the same ones in every run."""
    return random.Random(size).randbytes(size)


ZIPS = {
    "10,000 tiny files": (
        lambda: zipped({f"{number}.json": submission(f"S{number}", {}) for number in range(10_000)}),
        10_000,
    ),
    "zips in zips": (nested_zip, 1),
    "2,000 names for one bomb": (overlapping_zip, 2000),
    "a size that lies": (lying_zip, 1),
    "a link": (lambda: zipped({link_member(): b"/etc/passwd"}), 1),
    "a folder only": (lambda: zipped({"a/": b""}), 1),
    "two members of one name": (doubled_zip, 1),
    "a member without a name": (lambda: zipped({"x": b"1"}).replace(b"x", b"\0"), 1),
    "a name of 60,000 letters": (lambda: zipped({"x" * 60_000 + ".json": GOOD}), 0),
    "an end and no beginning": (lambda: b"PK\x05\x06" + bytes(18), 1),
}


# ---- YAML: each is refused
# ---------------------------------------------------------------------------------------------------


YAMLS = {
    "a bomb of anchors": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghi")),
    "a merge": "a: &a {x: 1}\nb:\n  <<: *a\n",
    "a loop": "a: &a [*a]\n",
    "a tag that runs": "a: !!python/object/apply:os.system ['touch hacked']\n",
    "a tag": "a: !!int '3'\n",
    "an unknown tag": "a: !x y\n",
    "a name twice": "a: 1\na: 2\n",
    "a list for a name": "? [a]\n: b\n",
    "deep lists": "a: " + "[" * 50_000,
    "deep lists, closed": "a: " + "[" * 5000 + "]" * 5000,
    "deep maps": "{a: " * 20_000,
    "deep dashes": "- " * 50_000 + "x",
    "two documents": "a: 1\n---\nb: 2\n",
    "nothing": "",
    "a list": "- a\n",
    "a word": "hello\n",
    "an open brace": "{a\n",
    "a tab": "a:\n\tb: 1\n",
    "an endless quote": 'a: "' + "x" * 100_000,
    "three megabytes": "a: " + "x" * 3_000_000,
    "NUL": "a: \x00\n",
    "binary": b"\x89PNG\r\n\x1a\n\x00",
    "UTF-16": "a: 1".encode("utf-16"),
    "Latin 1": "a: é".encode("latin-1"),
}


# ---- Originals: text, web pages, Word and PDF
# ---------------------------------------------------------------------------------


def docx(xml):
    return zipped({"word/document.xml": xml})


def damaged_docx(place, value):
    """A Word file with one byte of the zip's directory changed."""
    data = bytearray(docx(b"<a/>" + b" " * 200))
    data[data.find(b"PK\x01\x02") + place] = value
    return bytes(data)


def pdf(kids=b"3 0 R", stream=b"BT (x) Tj ET", filters=b""):
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[%b]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 9 9]>>endobj\n"
        b"4 0 obj<</Length %d%b>>stream\n%b\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n"
        % (kids, len(stream), filters, stream)
    )


LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><a>&l9;</a>"
)
COPIES = {
    "binary.txt": noise(5000),
    "nul.txt": b"a\0b" * 1000,
    "huge.txt": lambda: b"x" * 20_000_001,
    "long.txt": lambda: b"word " * 600_000,
    "anchors.txt": lambda: (
        f"{next(unit.first for unit in read_article('2015-scale').units.values() if unit.first)} ".encode()
        * 23_000
    ),
    "empty.txt": b"",
    "utf16.txt": "hello".encode("utf-16"),
    "right-to-left.txt": "\u202eabc".encode(),
    "accents.txt": "e\u0301\u0301".encode() * 50_000,
    "scripts.html": b"<html><script>alert(1)</script><p onclick=alert(1)>Text &amp; text"
    + b"<style>p{}</style><![CDATA[x]]><!--"
    + b"<script>" * 20_000,
    "declaration.html": b"<![foo",
    "two-declarations.html": b"<!foo[<![x",
    "word-comment.html": b"<![if !IE]><p>x</p><![endif]>",
    "deep.html": b"<div>" * 100_000,
    "signs.html": b"<" * 100_000,
    "entities.html": b"&" * 100_000 + b"&#99999999999999;&#xD800;",
    "attributes.html": b"<a " + b"x=" * 100_000,
    "open-comment.html": b"<!--" * 50_000,
    "open-tag.html": b"<a " * 50_000,
    "open-quote.html": b"<a '" * 50_000 + b">",
    "empty.docx": b"",
    "no-zip.docx": b"hello",
    "no-part.docx": zipped({"a.xml": b"<a/>"}),
    "bad-xml.docx": docx(b"<a>"),
    "laughs.docx": docx(LAUGHS),
    "external.docx": docx(b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
    "bomb.docx": lambda: docx(b"<a>" + b" " * 30_000_000 + b"</a>"),
    "deep.docx": lambda: docx(b"<a>" * 300_000),
    "deep-closed.docx": lambda: docx(b"<a>" * 100_000 + b"</a>" * 100_000),
    "method.docx": damaged_docx(10, 99),
    "encrypted.docx": damaged_docx(8, 1),
    "checksum.docx": damaged_docx(16, 7),
    "cut.docx": docx(b"<a/>")[:60],
    "latin1.docx": docx(b"<a>\xff</a>"),
    "utf7.docx": docx(b'<?xml version="1.0" encoding="utf-7"?><a>x</a>'),
    "nonsense.docx": docx(b'<?xml version="1.0" encoding="nonsense"?><a>x</a>'),
    "empty.pdf": b"",
    "no-pdf.pdf": b"hello",
    "cut.pdf": b"%PDF-1.4\n1 0 obj<<",
    "loop.pdf": pdf(kids=b"2 0 R"),
    "many-pages.pdf": pdf(kids=b"3 0 R " * 2000),
    "no-page.pdf": pdf(kids=b"9 0 R"),
    "no-root.pdf": b"%PDF-1.4\ntrailer<</Root 9 0 R>>\n",
    "deep.pdf": pdf(stream=b"[" * 50_000),
    "open-text.pdf": pdf(stream=b"BT " + b"(" * 50_000),
    "bomb.pdf": lambda: pdf(stream=zlib.compress(b" " * 200_000_000, 1), filters=b"/Filter/FlateDecode"),
    "filters.pdf": pdf(filters=b"/Filter[" + b"/FlateDecode" * 1000 + b"]"),
    "nonsense.pdf": pdf(filters=b"/Filter/Nonsense"),
    "noise.pdf": b"%PDF-1.7\n" + noise(3000),
}
