// Shows the wording of a reader's own copy in the place of our retelling, and answers the panel “Use my own
// copy”. The book loads this only where a copy is kept on the device or somebody opens the panel
// (exercise/js/copies.js).

import { fileText, LARGEST, plainText, Refusal } from "./files.js";
import { COPY_PREFIX } from "./kept.js";
import { findAnchor, matchUnits, readStream } from "./matching.js";

const OWN =
  "What follows are the words of your own copy, in the author’s order. " +
  "A passage that was not found in it stays in our retelling, and is marked.";
const retold = /** @type {WeakMap<Element, ChildNode[]>} */ (new WeakMap()); // what stood in a place before
const quotes = /** @type {WeakMap<Element, string>} */ (new WeakMap()); // our words of a phrase to tap

/**
 * Return {label of a unit: its original wording}, without anything that is no wording.
 * @param {string} slug of a text set @returns {Record<string, string>}
 */
function readPassages(slug) {
  try {
    const stored = JSON.parse(localStorage.getItem(COPY_PREFIX + slug) || "{}");
    return Object.fromEntries(
      Object.entries(stored).filter(([, passage]) => typeof passage === "string" && passage.trim()),
    );
  } catch {
    return {};
  }
}

/**
 * Keep passages; return false where the browser does not let us.
 * @param {string} slug
 * @param {Record<string, string>} passages
 */
function keepPassages(slug, passages) {
  try {
    localStorage.setItem(COPY_PREFIX + slug, JSON.stringify(passages));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} slug */
function forgetPassages(slug) {
  try {
    localStorage.removeItem(COPY_PREFIX + slug);
  } catch {
    /* nothing was kept */
  }
}

/**
 * Show the original wording (or, with {}, the retelling again) wherever the page shows units of this set.
 * @param {string} slug @param {Record<string, string>} passages
 */
function showPassages(slug, passages) {
  const places = /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll(`[data-ss^="${slug}/"] [data-unit], #ss-${slug}-article [data-unit]`)
  );
  const some = Object.keys(passages).length > 0;
  setTimeout(() => document.dispatchEvent(new Event("ss-worded"))); // behind what is done here
  for (const note of document.querySelectorAll(".ss-origin")) note.toggleAttribute("hidden", some);
  for (const note of document.querySelectorAll(".ss-retelling")) {
    const told = retold.get(note) ?? [...note.childNodes];
    retold.set(note, told);
    note.replaceChildren(...(some ? [OWN] : told));
  }
  for (const place of places) {
    const label = place.dataset.unit || "",
      passage = Object.hasOwn(passages, label) ? passages[label] : undefined,
      before = retold.get(place);
    if (before) place.replaceChildren(...before);
    retold.set(place, [...place.childNodes]);
    const drawn = passage === undefined ? null : drawPassage(passage, place);
    if (drawn) place.replaceChildren(...drawn);
    if (place.matches(".ss-unit-text")) leadIn(place, drawn ? wordsBefore(passages, label) : "");
    place.classList.toggle("ss-original", drawn !== null);
    place.classList.toggle(
      "ss-retold",
      drawn === null && some && (passage !== undefined || !/^b/.test(label)),
    );
  }
}

const ENDS = /[.!?…]["”’')\]]*(?=\s|$)/gu;

/**
 * Return what stands in front of a passage that is cut off, as content/words_before.py does: of its sentence,
 * or back to where a quotation opens that is still open; "" where the passage can be read alone.
 * @param {Record<string, string>} passages @param {string} label
 */
export function wordsBefore(passages, label) {
  const [paragraph, number] = label.split("."),
    earlier = Object.keys(passages)
      .map((other) => other.split("."))
      .filter(([other, at]) => other === paragraph && Number(at || 0) < Number(number || 0))
      .sort((a, b) => Number(a[1]) - Number(b[1])),
    lead = earlier.map((parts) => passages[parts.join(".")]).join(" "),
    straight = lead.split('"').length % 2 ? -1 : lead.lastIndexOf('"');
  let opened = Math.max(lead.lastIndexOf("“"), straight);
  if (opened <= lead.lastIndexOf("”")) opened = lead.length;
  const ends = [...lead.matchAll(ENDS)].map((end) => end.index + end[0].length);
  return lead.slice(Math.max(0, ...ends.filter((end) => end <= opened))).trim();
}

/** Show words in front of a claim of a list, softly; none, with "". @param {HTMLElement} place */
function leadIn(place, words = "") {
  const before = place.previousElementSibling;
  if (before) before.remove();
  if (!words) return;
  const lead = document.createElement("span");
  lead.className = "ss-before";
  lead.textContent = `${words} `;
  place.before(lead);
}

/**
 * Return the passage as nodes, with the words to tap at their places in it; null when one of them is not in
 * it.
 * @param {string} passage
 * @param {HTMLElement} place
 */
function drawPassage(passage, place) {
  const characters = [...passage],
    stream = readStream(characters),
    nodes = /** @type {(string|Element)[]} */ ([]);
  const spans = /** @type {[number, number, Element][]} */ ([]);
  for (const phrase of place.querySelectorAll(".ss-phrase")) {
    const quote = quotes.get(phrase) ?? (phrase.textContent || "");
    quotes.set(phrase, quote);
    const found = findAnchor(quote, stream.letters).sort((a, b) => a[2] - b[2])[0];
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

/** @param {any} panel @returns {import("./matching.js").Unit[]} the units that a copy is searched for */
const unitsOf = (panel) => JSON.parse(panel.querySelector("script").textContent);

/** Return how many units have a place in the original. @param {any} panel */
const countWanted = (panel) => unitsOf(panel).filter((unit) => unit.first).length;

/** @param {any} panel @param {string} text */
function say(panel, text) {
  panel.querySelector(".ss-result").textContent = text;
}

/** @param {any} panel */
const removeButton = (panel) => panel.querySelector("[data-do=remove]");

/** Use a text as the copy, if it is one. @param {any} panel @param {string} text */
function useCopy(panel, text) {
  const characters = [...text];
  const found = Object.entries(matchUnits(unitsOf(panel), text));
  if (!found.length)
    return say(panel, "This is not the article: no passage of it was found. The page keeps our retelling.");
  const tidy = (/** @type {string} */ passage) =>
    passage.replace(/[\s\u00ad]+/g, (gap) => (/\s/.test(gap) ? " " : ""));
  const passages = Object.fromEntries(
    found.map(([label, [start, end]]) => [label, tidy(characters.slice(start, end).join(""))]),
  );
  const kept = keepPassages(panel.dataset.copy, passages)
    ? "It stays on this device."
    : "It could not be kept: it lasts until you leave the page.";
  showPassages(panel.dataset.copy, passages);
  removeButton(panel).hidden = false;
  const wanted = countWanted(panel);
  const others = found.length < wanted ? "; the others stay as our retelling and are marked" : "";
  say(panel, `${found.length} of ${wanted} passages found${others}. ${kept}`);
}

/** @param {any} panel @param {File|undefined} file */
async function useFile(panel, file) {
  if (!file) return;
  if (file.size > LARGEST) return say(panel, "This file is larger than 20 MB; paste the text instead.");
  await useText(panel, () => fileText(file));
}

/**
 * Use what is read, or say why it is not. What fails after that is no fault of the text: the caller tells it.
 * @param {any} panel @param {() => string|Promise<string>} read
 */
async function useText(panel, read) {
  let text;
  try {
    text = await read();
  } catch (error) {
    const unread = "This file could not be read as text. Open it, copy the text and paste it here.";
    return say(panel, error instanceof Refusal ? error.message : unread);
  }
  useCopy(panel, text);
}

/** @param {any} panel */
function removeCopy(panel) {
  forgetPassages(panel.dataset.copy);
  showPassages(panel.dataset.copy, {});
  panel.querySelector("textarea").value = "";
  removeButton(panel).hidden = true;
  say(panel, "Removed. The page shows our retelling again.");
}

/** Do what was asked in a panel. @param {any} panel @param {any} event a click in it, or another file */
export async function answerPanel(panel, event) {
  const action = event.target.dataset.do;
  if (event.type === "change" && event.target.type === "file") await useFile(panel, event.target.files[0]);
  if (action === "match") {
    const { value } = panel.querySelector("textarea");
    if (!value.trim()) return say(panel, "There is nothing in the box yet. Paste the text into it first.");
    await useText(panel, () => plainText(value));
  }
  if (action === "remove") removeCopy(panel);
}

/** Show the kept passages of every set that the page has exercises of by now, and say so in its panels. */
export function showCopies() {
  const exercises = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-ss]"));
  for (const slug of new Set([...exercises].map((root) => (root.dataset.ss || "").split("/")[0])))
    showPassages(slug, readPassages(slug));
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
    const count = Object.keys(readPassages(panel.dataset.copy || "")).length;
    removeButton(panel).hidden = !count;
    if (count) say(panel, `${count} of ${countWanted(panel)} passages of your own copy are shown.`);
  }
}
