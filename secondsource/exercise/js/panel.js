// The panel “My answers on this page”: results so far, name, download, start again.

import { answerFile } from "./answers.js";
import { all, make, one } from "./dom.js";
import { loadPart } from "./later.js";
import { forgetNotes } from "./notes.js";
import { results } from "./results.js";
import {
  editionOf,
  isOlderKept,
  memo,
  readName,
  removeStored,
  watchStored,
  writeStored,
} from "./storage.js";

const NO_FILE =
  "No file there? This page stands inside another one, which may allow none. " +
  "Then copy all of this text and hand it in:";
let address = ""; // of the last download: a slow device may ask for it long after the click

/**
 * Return what the file is called: a name in any script, whole with its vowel signs and accents. Invisible
 * joiners become a hyphen; browsers make an underscore of them, and the name that is told must be the file's.
 */
function fileName() {
  const plain = (readName() || "student").normalize("NFC").replace(/[^\p{L}\p{M}\p{N}-]+/gu, "-");
  return `answers-${[...plain].slice(0, 40).join("")}.json`;
}

/**
 * Tell whether something is answered and something is left to do.
 * @param {any} root @param {any} sitting
 */
const isLeft = (root, sitting) =>
  sitting &&
  !sitting.committed &&
  Object.keys(sitting.answers).length > 0 &&
  all(root, "[data-item], [data-tap]").some(
    ({ dataset }) => !sitting.passages[dataset.item || dataset.tap],
  );

/** Hand out the answers as a file; return what to tell the student. @param {any[]} roots */
function download(roots) {
  const file = answerFile(roots[0]?.dataset.kit || ""),
    blob = new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }),
    names = roots
      .filter((root) => isLeft(root, file.activities[root.dataset.ss]))
      .map((root) => `“${one(root, ".ss-title").textContent}”`),
    left = names.length ? " Not finished on this page: " + names.join(", ") + "." : "",
    link = make("a");
  URL.revokeObjectURL(address);
  address = link.href = URL.createObjectURL(blob);
  link.download = fileName();
  document.body.append(link);
  link.click();
  link.remove();
  if (window.parent !== window) offerText(file);
  const where = "It is where this browser puts downloads, mostly in the folder Downloads.";
  return `Saved as ${link.download}. ${where} Not handed in yet: give this file to your teacher.${left}`;
}

/**
 * Show the answer file as a text to copy: inside another page, such as a learning platform’s, a browser may
 * save nothing, and tells the script nothing of it.
 * @param {object} file
 */
function offerText(file) {
  const said = one(document, ".ss-mine-saved"),
    label = make("label", "ss-file-text", `${NO_FILE} `),
    field = make("textarea");
  Object.assign(field, { readOnly: true, rows: 4, value: JSON.stringify(file) });
  field.addEventListener("focus", () => field.select());
  label.append(field);
  one(document, ".ss-file-text")?.remove();
  said.after(label);
}

/** @param {any} panel @param {any[]} roots the exercises of the page */
export function startPanel(panel, roots) {
  const table = one(panel, ".ss-results"),
    confirm = one(panel, ".ss-confirm"),
    name = one(panel, "#ss-name");
  const showResults = () => table.replaceChildren(...(results.size ? [drawResults(roots)] : []));
  const showName = () => {
    name.value = readName();
  };
  showName();
  watchStored("name", showName);
  name.addEventListener("input", () => writeStored("name", name.value));
  document.addEventListener("ss-marked", showResults);
  showResults();
  panel.addEventListener("click", (/** @type {any} */ event) => {
    const action = event.target.dataset.do;
    if (action === "download") {
      one(panel, ".ss-mine-saved").textContent = download(roots);
    }
    if (action === "restart") {
      confirm.hidden = false;
      one(confirm, "button").focus(); // which keeps them: Enter that is held down deletes nothing
    }
    if (action === "restart-no") {
      confirm.hidden = true;
      one(panel, "[data-do=restart]").focus();
    }
    if (action === "restart-yes") forget(roots.map((root) => root.dataset.ss));
  });
  panel.hidden = false;
  if (memo("deleted") === location.pathname) tellDeleted(roots[0]);
}

/** Delete the answers to some exercises and show the page anew. @param {string[]} names */
async function forget(names) {
  await Promise.all(names.map(removeStored));
  // What an earlier edition kept is still there where the new could not be stored. Where the script for it
  // does not arrive, the next page drops it: it is older than the removal.
  if (await isOlderKept()) {
    const older = await loadPart("older").catch(() => {});
    await older?.forgetOld(names, editionOf());
  }
  memo("read", "");
  forgetNotes();
  memo("deleted", location.pathname);
  history.scrollRestoration = "manual";
  location.reload();
}

/** Say it where the work begins, once: the page was loaded anew. @param {any} first */
function tellDeleted(first) {
  const line = make("p", "ss-saved", "Your answers on this page are deleted.");
  memo("deleted", "");
  // Sooner, the browser would go back down.
  addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
  line.tabIndex = -1;
  (one(document, ".ss-route") || first).before(line);
  line.focus();
}

/** Draw the results so far, and how sure the student was against how often right. @param {any[]} roots */
function drawResults(roots) {
  const box = make("div"),
    list = make("ul"),
    sure = /** @type {number[][]} */ ([]);
  for (const root of roots) {
    const result = results.get(root.dataset.ss);
    if (!result) continue;
    const line = make("li", "", result.line);
    line.prepend(make("b", "", one(root, ".ss-title").textContent), " ");
    list.append(line);
    for (const [item, percent] of Object.entries(result.confidence)) {
      const right = { right: 100, also: 100, wrong: 0 }[result.marks[item]];
      if (right !== undefined) sure.push([percent, right]);
    }
  }
  box.append(list);
  if (sure.length >= 3) {
    const [said, right] = [0, 1].map((at) =>
      Math.round(sure.reduce((sum, both) => sum + both[at], 0) / sure.length),
    );
    const told = `${said}% sure on average, ${right}% right`;
    box.append(make("p", "", `Where you said how sure you were: ${told}.`));
  }
  return box;
}
