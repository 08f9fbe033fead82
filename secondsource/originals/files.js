// Reads a reader's own copy: text, HTML, and Word documents. Every other kind is refused by its name, with
// what to do. The rules are files.py's; tests/originals/copies.json holds both to the same answers. Nothing
// leaves the device.

export const LARGEST = 20e6; // bytes, also of what is packed inside a Word file, as in files.py
const LONGEST = 300_000; // characters of text: a book would keep the page busy for a minute
const KINDS = /\.(txt|md|html?|docx)$/i;
const AS_WORD =
  "Open it in a word processor and save it as .docx or .txt, or copy the text and paste it here.";
const PASTE = "Open it, select the article, copy it, and paste it here.";
const PASTE_PAGE = "Open it in a browser, select the article, copy it, and paste it here.";
const PACKED = /^PK\x03\x04/;
const NEVER = /[^]{9}^/;
/**
 * Kinds that are not read, in the words of files.py: how a file of it begins, its endings, what it is, what
 * to do.
 * @type {[RegExp, RegExp, string, string][]}
 */
const REFUSED = [
  [/^%PDF/, /\.pdf$/i, "a PDF file", PASTE],
  [/^\{\\rtf/, /\.rtf$/i, "an RTF file", AS_WORD],
  [NEVER, /\.msg$/i, "an e-mail of Outlook (MSG)", PASTE],
  [/^\xd0\xcf\x11\xe0/, /\.doc$/i, "a file of an old Word", AS_WORD],
  [
    /^(PK[^]*mimetypeapplication\/vnd\.oasis\.opendocument|<\?xml[^>]*>\s*<office:document)/,
    /\.(odt|ott|fodt)$/i,
    "an OpenDocument file (ODT)",
    AS_WORD,
  ],
  [/^PK[^]*mimetypeapplication\/epub/, /\.epub$/i, "an e-book (EPUB)", PASTE],
  [
    /^PK[^]{28}(Index|Data|Metadata|preview)[./-]/,
    /\.pages$/i,
    "a document of Pages",
    "Open it in Pages, choose Export To and Word, and use the .docx; or copy the text and paste it here.",
  ],
  [PACKED, /\.zip$/i, "a packed file of another program", AS_WORD],
  [
    /^\s*\{[^}]*("doc_id"|docs\.google\.com)/,
    /\.gdoc$/i,
    "a link to a Google document, not the document",
    "Open it in Google Docs, download it as Word, and use the .docx; or copy the text and paste it here.",
  ],
  [/^\[InternetShortcut\]/, /\.(url|webloc)$/i, "a link to a web page, not the page", PASTE_PAGE],
  [/^bplist00/, /\.webarchive$/i, "a web page saved by Safari (webarchive)", PASTE_PAGE],
  [
    /^(From: <Saved|MIME-Version:|Snapshot-Content-Location:)/,
    /\.mhtml?$/i,
    "a web page saved as one file (MHTML)",
    PASTE_PAGE,
  ],
  [
    /^(From|Return-Path|Received|Delivered-To|Message-ID|X-[\w-]+): /,
    /\.emlx?$/i,
    "an e-mail (EML)",
    PASTE,
  ],
];
const BLOCKS =
  "p, br, hr, div, li, ul, ol, dt, dd, pre, blockquote, h1, h2, h3, h4, h5, h6, tr, td, th, table, " +
  "caption, figcaption, figure, article, section, header, footer, main, aside, nav, option, button";
/** @type {Record<string, string>} */
const WORD_SIGNS = { br: "\n", cr: "\n", tab: " ", noBreakHyphen: "-", softHyphen: "\u00ad" };
const NO_TEXT = ["Fallback", "del", "moveFrom", "pPr", "rPr"]; // second copies, deletions, looks
const LINE_END = /[-\u2010\u00ad]\n(\p{L}+)/gu;
const LONGEST_WORD = 60; // letters that are looked back for: without an end, a run of them takes minutes

/** A reason that a reader can act on. */
export class Refusal extends Error {}

/**
 * Return the text of an HTML page, without scripts and styles; nothing in it is run or loaded.
 * @param {string} source
 */
function htmlText(source) {
  const page = new DOMParser().parseFromString(source, "text/html");
  for (const element of page.querySelectorAll("script, style, template, noscript")) element.remove();
  for (const element of page.querySelectorAll(BLOCKS)) {
    element.before("\n");
    element.after("\n");
  }
  return page.body.textContent || "";
}

/**
 * Return the text in some bytes: by its mark, else as UTF-16 where every other byte at its start is none,
 * else as UTF-8, else as windows-1252. Python has the same rule (decode_text).
 * @param {Uint8Array} bytes
 */
function decode(bytes) {
  const mark = bytes[0] * 256 + bytes[1];
  if (mark === 0xfffe || mark === 0xfeff)
    return new TextDecoder(mark === 0xfffe ? "utf-16le" : "utf-16be").decode(bytes);
  const [one, two, three, four] = bytes;
  if (two === 0 && four === 0 && one + three) return new TextDecoder("utf-16le").decode(bytes);
  if (one === 0 && three === 0 && two + four) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Return the parts of a packed file, each as a function that returns its text. A file without the list of
 * its parts is damaged, as Python says too: whether it holds a text nobody knows.
 * @param {ArrayBuffer} buffer
 * @returns {Map<string, () => Promise<string>>}
 */
function readZip(buffer) {
  const bytes = new DataView(buffer),
    short = (/** @type {number} */ at) => bytes.getUint16(at, true),
    long = (/** @type {number} */ at) => bytes.getUint32(at, true),
    parts = new Map();
  let end = buffer.byteLength - 22;
  while (end >= 0 && long(end) !== 0x06054b50) end--;
  if (end < 0) throw new Error("no list of the parts");
  let at = long(end + 16);
  for (let left = short(end + 10); left > 0; left--) {
    const name = new TextDecoder().decode(new Uint8Array(buffer, at + 46, short(at + 28))),
      [method, size, unpacked, local] = [short(at + 10), long(at + 20), long(at + 24), long(at + 42)];
    parts.set(name, () => {
      if (unpacked > LARGEST) throw new Refusal("This file unpacks to more than a book.");
      const start = local + 30 + short(local + 26) + short(local + 28),
        stream = new Blob([new Uint8Array(buffer, start, size)]).stream();
      const plain = method ? stream.pipeThrough(new DecompressionStream("deflate-raw")) : stream;
      return new Response(plain).text();
    });
    at += 46 + short(at + 28) + short(at + 30) + short(at + 32);
  }
  return parts;
}

/** @param {string} text */
const readXml = (text) => new DOMParser().parseFromString(text, "text/xml");

/**
 * Return the text of a .docx file. Names are compared without their namespace: Word's strict form has
 * another.
 * @param {ArrayBuffer} buffer
 */
async function wordText(buffer) {
  const parts = readZip(buffer),
    kinds = readXml((await parts.get("[Content_Types].xml")?.()) || "<none/>"),
    main = [...kinds.documentElement.children].find((kind) =>
      kind.getAttribute("ContentType")?.endsWith(".main+xml"),
    ),
    numbered = [...parts.keys()].filter((name) => /^word\/document\d*\.xml$/.test(name)).sort()[0],
    part = parts.get(main?.getAttribute("PartName")?.replace(/^\//, "") || numbered);
  if (!part) throw new Refusal("There is no text in this Word file.");
  const waiting = /** @type {(Element|string)[]} */ ([readXml(await part()).documentElement]);
  let text = "";
  while (waiting.length) {
    const element = /** @type {Element|string} */ (waiting.pop());
    if (typeof element === "string") text += element;
    else if (element.localName === "t") text += element.textContent;
    else if (element.localName in WORD_SIGNS) text += WORD_SIGNS[element.localName];
    else if (!NO_TEXT.includes(element.localName)) {
      if (element.localName === "p") waiting.push("\n");
      waiting.push(...[...element.children].reverse());
    }
  }
  return text;
}

/**
 * Return a text with the words whole that were parted at the end of a line; a compound that stands elsewhere
 * in it keeps its hyphen.
 * @param {string} text
 */
function joinLines(text) {
  const whole = text.replace(LINE_END, " ").toLowerCase();
  return text.replace(LINE_END, (parted, after, at) => {
    const before = text.slice(Math.max(0, at - LONGEST_WORD), at).match(/\p{L}+$/u)?.[0];
    if (!before) return parted;
    const compound = `${before}-${after}`;
    return /^\p{Ll}/u.test(after) && !whole.includes(compound.toLowerCase()) ? after : `-${after}`;
  });
}

/**
 * Refuse a file whose first bytes, or without them its name, are of a kind that is not read.
 * @param {string} found @param {0|1} by @param {boolean} mayBePacked
 */
function refuse(found, by, mayBePacked = false) {
  const refused = REFUSED.find((kind) => kind[by].test(found) && !(mayBePacked && kind[0] === PACKED));
  if (refused) throw new Refusal(`This is ${refused[2]}, which the page does not read. ${refused[3]}`);
}

/** Return the text of a file; raises a Refusal when it is none that is read. @param {File} file */
export async function fileText(file) {
  if (!KINDS.test(file.name)) {
    refuse(file.name, 1);
    throw new Refusal(`Sorry, this kind of file is not read. ${PASTE}`);
  }
  const buffer = await file.arrayBuffer(),
    bytes = new Uint8Array(buffer),
    start = String.fromCharCode(...bytes.slice(0, 200)),
    isWord = /\.docx$/i.test(file.name) && start.startsWith("PK");
  refuse(start, 0, isWord);
  if (isWord) return finish(await wordText(buffer));
  const text = decode(bytes);
  return /\.html?$/i.test(file.name) ? finish(htmlText(text)) : plainText(text);
}

/**
 * Return a text as it reads: the source of a page without its tags, anything else as it is.
 * @param {string} text
 */
export function plainText(text) {
  const isPage = /^\s*<(!doctype|html|head|body|main|article|div|p)\b/i.test(text);
  return finish(isPage ? htmlText(text) : text);
}

/** @param {string} text */
function finish(text) {
  if (text.length > LONGEST)
    throw new Refusal("This is longer than any article here. Keep only the article.");
  return joinLines(text.replace(/\r\n?/g, "\n"));
}
