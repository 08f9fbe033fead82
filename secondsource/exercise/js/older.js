// Answers that kit 0.1.0 kept on this device, under `secondsource/1/`, taken over once. The first script
// loads this only where there are any; it stays as it is for good.

import { make, one } from "./dom.js";
import { isNewer, joinCopies } from "./mirror.js";

/**
 * What the page keeps things with (storage.js, sitting.js), so that it is not in this script once more.
 * @typedef {Pick<typeof import("./storage.js"),
 *   "editionOf"|"isGone"|"readStored"|"tellPage"|"writeStored"> &
 *   Pick<typeof import("./sitting.js"), "readState">} Keeper
 */

const PREFIX = "secondsource/1/";
const MIRROR = "secondsource"; // the database that held the second copy of each
let isTheirs = false; // as the student has said where it was asked

/**
 * Take over what is there, and tell the page. The class edition asks first: they may be somebody else's, or
 * given with the reasons in sight.
 * @param {Keeper} keeper
 */
export async function takeOver(keeper) {
  const old = await readOld(keeper);
  if (old.size && keeper.editionOf() === "class" && !(await ask(old, keeper.readState)))
    return void keeper.writeStored("left", true);
  isTheirs = true;
  let whole = true;
  for (const [name, value] of old) {
    const done = move(name, value, keeper);
    if (done) localStorage.removeItem(PREFIX + name); // only now: the new is stored
    whole &&= done;
  }
  if (whole) await forgetMirror();
}

/**
 * Forget what is there of some exercises: the student deletes them. In the class edition nothing, while
 * nobody has called it theirs: it may be the work of another student of this device.
 * @param {string[]} names @param {string} edition
 */
export async function forgetOld(names, edition) {
  if (edition === "class" && !isTheirs) return;
  for (const name of names) localStorage.removeItem(PREFIX + name);
  await useMirror((mirror) => names.map((name) => mirror.delete(name)).pop());
}

/**
 * Return {name: value} of all that is there, each from the copy that is newer or whole; what the student has
 * deleted since then is dropped, where nobody is asked.
 * @param {Keeper} keeper
 */
async function readOld({ editionOf, isGone, readState }) {
  const old = /** @type {Map<string, any>} */ (new Map());
  for (const key of Object.keys(localStorage))
    if (key.startsWith(PREFIX)) old.set(key.slice(PREFIX.length), parse(localStorage.getItem(key) || ""));
  for (const entry of (await useMirror((mirror) => mirror.getAll())) || []) {
    const [name, value] = Array.isArray(entry) ? entry : [];
    const copy = name !== "name" ? readState(value) : typeof value === "string" ? value : null;
    if (typeof name !== "string" || copy === null) continue;
    if (isNewer(copy, old.get(name) ?? null)) old.set(name, copy);
  }
  for (const [name, value] of old)
    if (editionOf() !== "class" && isGone(name, value)) {
      localStorage.removeItem(PREFIX + name);
      old.delete(name);
    }
  return old;
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text; // damaged: sitting.js sets it aside for a teacher
  }
}

/**
 * Store one thing in its new place; return whether it is there.
 * @param {string} name @param {any} value @param {Keeper} keeper
 */
function move(name, value, { readState, readStored, tellPage, writeStored }) {
  const held = readStored(name),
    isSitting = name.includes("/");
  const both = held && isSitting ? joinCopies(readState(value), readState(held)) : held || value,
    done = writeStored(name, both);
  tellPage(name);
  return done;
}

/**
 * Do something with the second copies; undefined where there are none. Nothing is made by looking.
 * @param {(mirror: IDBObjectStore) => any} act @returns {Promise<any>}
 */
function useMirror(act) {
  return new Promise((done) => {
    const nothing = () => done(undefined);
    try {
      const opening = indexedDB.open(MIRROR);
      setTimeout(nothing, 2000);
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onerror = nothing;
      opening.onsuccess = () => {
        const database = opening.result,
          change = database.transaction("kept", "readwrite"),
          request = act(change.objectStore("kept"));
        change.oncomplete = () => {
          database.close();
          done(request?.result);
        };
        change.onabort = nothing;
      };
    } catch {
      nothing();
    }
  });
}

/** Resolve when the second copies are gone; a tab of the older kit may hold them a while longer. */
function forgetMirror() {
  return new Promise((done) => {
    const ending = indexedDB.deleteDatabase(MIRROR);
    ending.onsuccess = ending.onerror = ending.onblocked = done;
  });
}

/**
 * Ask whose they are; resolve to whether to go on with them.
 * @param {Map<string, any>} old @param {Keeper["readState"]} readState
 * @returns {Promise<boolean>}
 */
function ask(old, readState) {
  const states = [...old].filter(([name]) => name.includes("/")).map(([, value]) => readState(value)),
    times = states.map((state) => state?.times.saved || "").sort(),
    name = old.get("name"),
    day = new Date(times[times.length - 1] || "");
  const when = Number(day) ? `, last on ${day.toLocaleDateString([], { dateStyle: "long" })}` : "",
    who = typeof name === "string" && name ? `, under the name “${name.slice(0, 80)}”` : "",
    what = `answers to ${states.length} ${states.length === 1 ? "exercise" : "exercises"}`;
  const box = make("div", "ss-older"),
    actions = make("p", "ss-actions"),
    yes = make("button", "ss-button", "Yes, go on with them"),
    no = make("button", "ss-button ss-quiet", "No, leave them");
  box.setAttribute("role", "group");
  box.ariaLabel = "Earlier answers";
  yes.type = no.type = "button";
  actions.append(yes, " ", no);
  const told = `An earlier version of this book has kept ${what} on this device${when}${who}.`;
  box.append(make("p", "", `${told} Are they yours?`), actions);
  (one(document, "[data-ss]") || one(document, ".ss-mine")).before(box);
  return new Promise((done) => {
    for (const button of [yes, no])
      button.addEventListener("click", () => {
        box.remove();
        done(button === yes);
      });
  });
}
