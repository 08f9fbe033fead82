// @ts-check
// Finds the units of a text in the reader's own copy of the original, and shows the original wording in their place.
// The algorithm is originals.py's, name by name; tests/original_cases.json holds both to the same answers. Nothing leaves the device.

const ERRORS_EACH = 7, MOST_ERRORS = 2, TOUCHING = 3, BONUS = 12, LONGER = 2, SLACK = 40, ONLY = 12, ALONE = 18, MANY = 60, JOINTS_TO_KNOW = 2;
const OPENING = "“\"'‘«(¡¿[", CLOSING = "”\"'’».,;:!?…)]";

/** Return a text's letters and digits in lower case, and for each its place in code points. */
function readStream(characters) {
  let letters = "";
  const places = [];
  characters.forEach((character, place) => {
    for (const part of character.normalize("NFKD").toLowerCase()) {
      if (!/[\p{L}\p{N}]/u.test(part)) continue;
      letters += part;
      for (let unit = 0; unit < part.length; unit++) places.push(place);
    }
  });
  return { letters, places };
}

function allPlaces(wanted, letters) {
  const places = [];
  for (let at = wanted ? letters.indexOf(wanted) : -1; at >= 0; at = letters.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

/** Return where an anchor may stand as [start, end, errors], in order. */
function findAnchor(words, letters) {
  const wanted = readStream([...words]).letters;
  return wanted ? nearPlaces(wanted, letters, Math.min(MOST_ERRORS, Math.floor(wanted.length / ERRORS_EACH))).slice(0, MANY) : [];
}

function nearPlaces(wanted, letters, errors) {
  const starts = new Set(), size = wanted.length, best = new Map();
  for (let piece = 0; piece <= errors; piece++) {
    const low = Math.floor((size * piece) / (errors + 1)), high = Math.floor((size * (piece + 1)) / (errors + 1));
    for (const at of allPlaces(wanted.slice(low, high), letters)) {
      for (let start = Math.max(0, at - low - errors); start <= at - low + errors; start++) starts.add(start);
    }
  }
  for (const start of [...starts].sort((a, b) => a - b)) {
    const [end, cost] = compare(wanted, letters, start, errors);
    if (cost <= errors && (!best.has(end) || cost < best.get(end)[2])) best.set(end, [start, end, cost]);
  }
  const kept = [];
  for (const anchor of [...best.values()].sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1])) {
    if (kept.every((other) => anchor[1] <= other[0] || anchor[0] >= other[1])) kept.push(anchor);
  }
  return kept.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function compare(wanted, letters, start, errors) {
  const window = letters.slice(start, start + wanted.length + errors);
  let earlier = [], before = [], row = [...Array(window.length + 1).keys()];
  for (let i = 0; i < wanted.length; i++) {
    [earlier, before, row] = [before, row, [i + 1]];
    for (let j = 0; j < window.length; j++) {
      let cost = Math.min(before[j] + (wanted[i] === window[j] ? 0 : 1), before[j + 1] + 1, row[j] + 1);
      if (i && j && wanted[i] === window[j - 1] && wanted[i - 1] === window[j]) cost = Math.min(cost, earlier[j - 1] + 1);
      row.push(cost);
    }
    if (Math.min(...row) > errors) return [start, errors + 1];
  }
  const cost = Math.min(...row), near = (j) => Math.abs(j - wanted.length);
  const length = row.reduce((best, dear, j) => (dear === cost && (best < 0 || near(j) < near(best)) ? j : best), -1);
  return [start + length, cost];
}

/** Return the best placing of one paragraph's units as links, in order. */
function bestChain(units, letters) {
  let links = [null];
  for (const unit of units) {
    const pairs = anchorPairs(findAnchor(unit.first, letters), findAnchor(unit.last, letters), LONGER * unit.letters + SLACK);
    links = [...pairs, null].map((pair) => linkTo(unit.label, pair, links));
  }
  const chain = [];
  for (let link = links.reduce((best, other) => (other.score > best.score ? other : best)); link; link = link.before) chain.unshift(link);
  return chain;
}

function anchorPairs(firsts, lasts, longest) {
  return firsts.flatMap((first) => lasts.filter((last) => last[1] >= first[1]).slice(0, 4)
    .filter((last) => last[0] >= first[0] && last[1] - first[0] <= longest).map((last) => [first, last]));
}

function linkTo(label, pair, links) {
  if (!pair) {
    const before = links.reduce((best, other) => ((other ? other.score : 0) > (best ? best.score : 0) ? other : best));
    return { label, first: null, last: null, score: before ? before.score : 0, seamless: false, before };
  }
  const [first, last] = pair;
  const worth = first[1] - first[0] + (last[1] - last[0]) - 4 * (first[2] + last[2]) - (last[1] - first[0]) / 100;
  let best = { score: worth, seamless: false, before: null };
  for (const before of links) {
    let gain, seamless = false;
    if (!before || !before.last) gain = before ? before.score : 0;
    else if (before.last[1] <= first[0] + 1) {
      const gap = first[0] - before.last[1];
      seamless = gap <= TOUCHING;
      gain = before.score + (seamless ? BONUS : -Math.min(gap, 400) / 10);
    } else continue;
    if (gain + worth > best.score) best = { score: gain + worth, seamless, before };
  }
  return { label, first, last, ...best };
}

/** Return [label, start, end] for the units that hang together. */
function acceptedSpans(chain) {
  return chain.filter((link, index) => {
    if (!link.first) return false;
    const joined = link.seamless || (index + 1 < chain.length && chain[index + 1].seamless);
    const alone = link.first[2] + link.last[2] === 0 && link.first[1] - link.first[0] + (link.last[1] - link.last[0]) >= (chain.length > 1 ? ALONE : ONLY);
    return joined || alone;
  }).map((link) => [link.label, link.first[0], link.last[1]]);
}

/** Return {label: [start, end]} in code points of the copy; nothing when the copy is another text. */
function matchUnits(units, copy) {
  const characters = [...copy], stream = readStream(characters), groups = [];
  for (const unit of units.filter((one) => one.first)) {
    const group = groups[groups.length - 1];
    if (group && group[0].label.split(".")[0] === unit.label.split(".")[0]) group.push(unit);
    else groups.push([unit]);
  }
  const chains = groups.map((group) => bestChain(group, stream.letters));
  if (chains.flat().filter((link) => link.seamless).length < JOINTS_TO_KNOW) return {};
  const spans = chains.flatMap(acceptedSpans).sort((a, b) => a[1] - b[1] || a[2] - b[2]), clashing = new Set();
  spans.forEach((span, index) => {
    if (index && span[1] < spans[index - 1][2] - 1) clashing.add(span[0]).add(spans[index - 1][0]);
  });
  return Object.fromEntries(spans.filter((span) => !clashing.has(span[0])).map(([label, from, to]) => {
    let start = stream.places[from], end = stream.places[to - 1] + 1;
    while (start > 0 && OPENING.includes(characters[start - 1])) start--;
    while (end < characters.length && CLOSING.includes(characters[end])) end++;
    return [label, [start, end]];
  }));
}

// ---- Files: text, HTML, and Word documents --------------------------------------------------------------------------------

/** Return the text of an HTML page, without scripts and styles; nothing in it is run or loaded. */
function htmlText(source) {
  const page = new DOMParser().parseFromString(source, "text/html");
  for (const element of page.querySelectorAll("script, style, template, noscript")) element.remove();
  for (const element of page.querySelectorAll("p, br, div, li, h1, h2, h3, h4, blockquote, tr")) element.append("\n");
  return page.body.textContent;
}

/** Return the text of a .docx file: its main part is one compressed XML file inside a zip. @param {ArrayBuffer} buffer */
async function docxText(buffer) {
  const bytes = new DataView(buffer), names = new TextDecoder();
  let end = buffer.byteLength - 22;
  while (end >= 0 && bytes.getUint32(end, true) !== 0x06054b50) end--;
  let at = end < 0 ? -1 : bytes.getUint32(end + 16, true);
  for (let left = end < 0 ? 0 : bytes.getUint16(end + 10, true); left > 0; left--) {
    const name = names.decode(new Uint8Array(buffer, at + 46, bytes.getUint16(at + 28, true)));
    const size = bytes.getUint32(at + 20, true), method = bytes.getUint16(at + 10, true), local = bytes.getUint32(at + 42, true);
    if (name === "word/document.xml") {
      const start = local + 30 + bytes.getUint16(local + 26, true) + bytes.getUint16(local + 28, true);
      const part = new Blob([new Uint8Array(buffer, start, size)]);
      const stream = method ? part.stream().pipeThrough(new DecompressionStream("deflate-raw")) : part.stream();
      const xml = new DOMParser().parseFromString(await new Response(stream).text(), "text/xml");
      return [...xml.getElementsByTagName("w:p")].map((p) => [...p.getElementsByTagName("w:t")].map((t) => t.textContent).join("")).join("\n");
    }
    at += 46 + bytes.getUint16(at + 28, true) + bytes.getUint16(at + 30, true) + bytes.getUint16(at + 32, true);
  }
  throw new Error("no Word document");
}

/** @param {File} file */
async function fileText(file) {
  if (/\.docx$/i.test(file.name)) return docxText(await file.arrayBuffer());
  const text = await file.text();
  return /\.html?$/i.test(file.name) ? htmlText(text) : plainText(text);
}

/** Return a text as it reads: the source of a page without its tags, anything else as it is. */
function plainText(text) {
  return /^\s*<(!doctype|html|head|body|main|article|div|p)\b/i.test(text) ? htmlText(text) : text;
}

// ---- The page -------------------------------------------------------------------------------------------------------------

const COPY_PREFIX = "secondsource/copy/"; // beside the answers, never among them

/** Show the original wording (or, with {}, the retelling again) wherever the page shows units of this set. */
function showPassages(slug, passages) {
  const places = document.querySelectorAll(`[data-ss^="${slug}/"] [data-unit], #ss-${slug}-article [data-unit]`);
  for (const place of places) {
    const passage = passages[place.dataset.unit];
    if (place.ssRetold) place.replaceChildren(...place.ssRetold);
    place.classList.toggle("ss-original", passage !== undefined);
    place.classList.toggle("ss-retold", passage === undefined && Object.keys(passages).length > 0 && !/^b/.test(place.dataset.unit));
    if (passage === undefined) continue;
    place.ssRetold = place.ssRetold || [...place.childNodes];
    const drawn = drawPassage(passage, place);
    if (drawn) place.replaceChildren(...drawn);
    else place.classList.replace("ss-original", "ss-retold");
  }
}

/** Return the passage as nodes, with the words to tap at their places in it; null when one of them is not in it. */
function drawPassage(passage, place) {
  const characters = [...passage], stream = readStream(characters), nodes = [], spans = [];
  for (const phrase of place.querySelectorAll(".ss-phrase")) {
    phrase.ssQuote = phrase.ssQuote || phrase.textContent;
    const found = findAnchor(phrase.ssQuote, stream.letters).sort((a, b) => a[2] - b[2])[0];
    if (!found) return null;
    spans.push([stream.places[found[0]], stream.places[found[1] - 1] + 1, phrase]);
  }
  let at = 0;
  for (const [start, end, phrase] of spans.sort((a, b) => a[0] - b[0])) {
    if (start < at) return null;
    nodes.push(characters.slice(at, start).join(""), phrase);
    at = end;
  }
  return [...nodes, characters.slice(at).join("")];
}

function readPassages(slug) {
  try {
    const stored = JSON.parse(localStorage.getItem(COPY_PREFIX + slug) || "{}");
    return Object.fromEntries(Object.entries(stored).filter(([, passage]) => typeof passage === "string"));
  } catch { return {}; }
}

/** Bind the panel “Use my own copy”. */
function startCopyPanel(panel) {
  const slug = panel.dataset.copy, units = JSON.parse(panel.querySelector("script").textContent);
  const say = (text) => { panel.querySelector(".ss-result").textContent = text; };
  const remove = panel.querySelector("[data-do=remove]"), area = panel.querySelector("textarea");
  const wanted = units.filter((unit) => unit.first).length;

  function use(text) {
    const characters = [...text], found = matchUnits(units, text), count = Object.keys(found).length;
    if (!count) return say("This is not the article: no passage of it was found. The page keeps our retelling.");
    const passages = Object.fromEntries(Object.entries(found).map(([label, [start, end]]) => [label, characters.slice(start, end).join("").replace(/[\s\u00ad]+/g, (gap) => (/\s/.test(gap) ? " " : ""))]));
    let kept = "It stays on this device.";
    try { localStorage.setItem(COPY_PREFIX + slug, JSON.stringify(passages)); } catch { kept = "It could not be kept: it lasts until you leave the page."; }
    showPassages(slug, passages);
    remove.hidden = false;
    say(`${count} of ${wanted} passages found${count < wanted ? "; the others stay as our retelling and are marked" : ""}. ${kept}`);
  }

  panel.querySelector("[data-do=match]").addEventListener("click", () => use(plainText(area.value)));
  panel.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    if (file.size > 20e6) return say("This file is larger than 20 MB; paste the text instead.");
    try { use(await fileText(file)); } catch { say("This file could not be read as text. Open it, copy the text and paste it here."); }
  });
  remove.addEventListener("click", () => {
    try { localStorage.removeItem(COPY_PREFIX + slug); } catch { /* nothing was kept */ }
    showPassages(slug, {});
    area.value = "";
    remove.hidden = true;
    say("Removed. The page shows our retelling again.");
  });
  const stored = Object.keys(readPassages(slug)).length;
  remove.hidden = !stored;
  if (stored) say(`${stored} of ${wanted} passages of your own copy are shown.`);
  panel.hidden = false;
}

/** Show the kept passages of every set that the page has exercises of by now. */
function showCopies() {
  const slugs = new Set([...document.querySelectorAll("[data-ss]")].map((root) => root.dataset.ss.split("/")[0]));
  for (const slug of slugs) showPassages(slug, readPassages(slug));
}

/** Bind the panels of the page. */
function startCopyPanels() {
  for (const panel of document.querySelectorAll("[data-copy]")) startCopyPanel(panel);
}
