// The book keeps answers in this browser: in localStorage, and a second time where a crash cannot lose them.

// Each edition keeps its own: what was answered with the reasons in sight must not stand in the class
// edition.

import { one } from "./dom.js";
import { loadPart, openPart } from "./later.js";
import { now, readState } from "./sitting.js";

const LONGEST_NAME = 80; // as in templates/answers.html
const CLEARED = 300; // ms from the first of a site's places that a browser clears to the last
const SAVED = "Saved on this device";
const NOT_SAVED =
  "Not saved: this browser does not let the page keep anything. Download your answers before you leave.";
/** @type {Map<string, any>} */
export const unstored = new Map(); // what could not be stored still works until the page is closed
/** @type {Map<string, string>} */
const removed = new Map(); // since when: a full storage may not take that either
/** @type {Map<string, any>} */
export const found = new Map(); // what stood here before this page wrote, for mirror.js

/** Return the edition of the page, as its exercises and its panel say. */
export const editionOf = () => one(document, "[data-edition]")?.dataset.edition || "";

/** Return where a thing is kept: of an exercise "set/activity". @param {string} name */
export const placeOf = (name) => `secondsource/2/${editionOf()}/${name}`;

/**
 * Return what is kept under a name: whatever it is, null where there is nothing.
 * @param {string} name
 * @returns {any}
 */
export function readStored(name) {
  if (unstored.has(name)) return unstored.get(name);
  let text = null;
  try {
    text = localStorage.getItem(placeOf(name));
    const value = text ? JSON.parse(text) : null;
    JSON.stringify(value); // what is nested too deep to be written again is no JSON for us
    return value;
  } catch {
    return text; // a text that is no JSON is damaged, not missing
  }
}

/** Return the name or code that the student gave; "" where there is none. */
export function readName() {
  const name = readStored("name") ?? "",
    text = typeof name === "string" ? name : JSON.stringify(name); // seen in its field, an odd one is mended
  return text.slice(0, LONGEST_NAME).toWellFormed();
}

/** Keep something; return false where the browser does not let us. @param {string} name @param {any} value */
export function writeStored(name, value) {
  document.dispatchEvent(new CustomEvent("ss-kept", { detail: { name, value } })); // a live class hands it in
  if (!found.has(name)) found.set(name, readStored(name));
  readMirror(); // before it is written over
  const at = name === "name" ? [now(memo("name.at") || "")] : []; // a sitting has its own time
  useMirror((mirror) => mirror.put([name, value, ...at], name));
  removed.delete(name);
  try {
    localStorage.removeItem(placeOf(`${name}.gone`));
    localStorage.setItem(placeOf(name), JSON.stringify(value));
    unstored.delete(name);
    if (at[0]) memo("name.at", at[0]);
    for (const [other, kept] of unstored) if (writeStored(other, kept)) tellPage(other); // room again
    return true;
  } catch {
    unstored.set(name, value);
    return false;
  }
}

/**
 * Remove something, whichever of the two places is on the disk first: in each stands since when it is gone,
 * and what is older in the other one does not come back.
 * @param {string} name
 */
export function removeStored(name) {
  const saved = now(readState(readStored(name))?.times.saved);
  forget(name, saved);
  return useMirror((mirror) => mirror.put([name, { times: { saved } }], name));
}

/** @param {string} name @param {string} since */
export function forget(name, since) {
  unstored.delete(name);
  try {
    for (const part of ["", ".place", ".steps"]) localStorage.removeItem(placeOf(name + part));
  } catch {
    /* nothing was stored */
  }
  memo(`${name}.gone`, since);
  removed.set(name, since);
}

/**
 * Tell whether something was removed since it was saved.
 * @param {string} name @param {any} value
 */
export const isGone = (name, value) => goneSince(name) > (readState(value)?.times.saved || "");

/** Return since when something is removed; "" where it is not. @param {string} name */
const goneSince = (name) => removed.get(name) || memo(`${name}.gone`) || "";

// Chromium writes localStorage to the disk seconds later; a browser that is killed in between would lose
// them. IndexedDB is written at once.
/** @type {Promise<IDBDatabase>|undefined} */
let mirrorOpened;

/**
 * Do something with the second copy of all that is stored; resolve to its result, or to undefined where the
 * browser has no such place.
 * @template T
 * @param {(mirror: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T|undefined>}
 */
async function useMirror(act) {
  const forgetIt = () => (mirrorOpened = undefined); // the next one opens it anew
  mirrorOpened ||= new Promise((done, failed) => {
    const opening = indexedDB.open(placeOf(""));
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => {
      const { result } = opening;
      result.onclose = forgetIt; // the browser does it when somebody deletes what the site has kept
      result.onversionchange = () => {
        forgetIt();
        result.close(); // else whoever wants to delete it waits for this page
      };
      done(result);
    };
    opening.onerror = failed;
    setTimeout(failed, 2000);
  });
  mirrorOpened.catch(forgetIt);
  try {
    const change = (await mirrorOpened).transaction("kept", "readwrite"),
      request = act(change.objectStore("kept"));
    return await new Promise((done, failed) => {
      change.oncomplete = () => done(request.result);
      change.onabort = failed;
    });
  } catch {
    return undefined;
  }
}

/** @type {Promise<any[]|undefined>|undefined} */
let mirrorRead;
/** Return all second copies, as they were before this page wrote there. */
const readMirror = () => (mirrorRead ||= useMirror((mirror) => mirror.getAll()));

/** Take from the second copy what is newer there (mirror.js). */
export async function restoreMirror() {
  const kept = await readMirror();
  if (kept?.length) (await loadPart("mirror")).takeCopies(kept);
}

/** @type {Promise<void>|undefined} */
let restoring;
/** Put back what another page of this address has cleared; once, whoever asks. */
const restoreAgain = () =>
  (restoring ||= new Promise((done) => setTimeout(done, CLEARED)).then(() => {
    restoring = mirrorRead = undefined;
    found.clear();
    return restoreMirror();
  }));

/** Tell the page that something is there now, as the browser does in other tabs. @param {string} name */
export function tellPage(name) {
  window.dispatchEvent(new StorageEvent("storage", { key: placeOf(name), newValue: name }));
}

/**
 * Tell whether an earlier edition of the kit kept anything here that was neither taken over (older.js) nor
 * left: whoever said in the class edition that it is somebody else's is not asked again.
 */
export async function isOlderKept() {
  if (readStored("left")) return false;
  const isOld = (/** @type {string} */ key) => key.startsWith("secondsource/1/");
  try {
    // localStorage first: where a page may keep nothing, databases() leaves a promise that nobody can catch
    if (Object.keys(localStorage).some(isOld)) return true;
    return (await indexedDB.databases?.())?.some(({ name }) => name === "secondsource");
  } catch {
    return false; // a page that may keep nothing, such as the preview of the author page, has kept nothing
  }
}

/** Keep what another device of the same student has answered, when a live class brings it. */
export function takeFromClass() {
  document.addEventListener("ss-take", (/** @type {any} */ { detail }) => {
    writeStored(detail.name, detail.value);
    tellPage(detail.name);
  });
}

/** @param {any} root @returns {import("./sitting.js").Store} */
export function pageStore(root) {
  const name = root.dataset.ss;
  /** @type {any} */
  let key;
  const findKey = () => {
    const element = !key && one(root, ".ss-key"); // in a live class it comes when the teacher shows it
    if (element) key = JSON.parse(element.textContent);
    return key;
  };
  findKey();
  return {
    savedText: SAVED,
    load: () => readStored(name),
    save: (state) => (writeStored(name, state) ? SAVED : NOT_SAVED),
    commit(answers, show) {
      if (!findKey()) return show(null);
      const tell = (/** @type {any} */ { reasons }) => show(reasons.markAll(answers, key), key),
        part = openPart("reasons"); // there, they are shown with the very press that asks for them
      return part ? tell(part) : loadPart("reasons").then(tell);
    },
    watch: (changed) => watchStored(name, changed),
    memo: (part, value) =>
      part === "gone" ? goneSince(name) : memo(/list|keys/.test(part) ? part : `${name}.${part}`, value),
  };
}

/**
 * Return what is noted under a name, after noting `value` there if one is given: where a student was, and how
 * the page is shown. It is of this device only and no part of the answer file; lost, it costs a look.
 * @param {string} name @param {string} [value]
 */
export function memo(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(placeOf(name), value);
    return localStorage.getItem(placeOf(name));
  } catch {
    return null;
  }
}

/**
 * Call `changed` whenever another tab stored something under this name or removed it (null), and when the
 * browser shows the page again: it may have put old values into the controls, or heard of no other tab.
 * Return a function that ends it.
 * @param {string} name @param {(stored: any) => void} changed
 */
export function watchStored(name, changed) {
  const tell = () => changed(readStored(name)),
    end = new AbortController();
  window.addEventListener(
    "storage",
    ({ key, newValue, isTrusted }) => {
      // All is cleared: by the student, and then the second copy is gone, too; or by some other page here.
      if (key === null) return void restoreAgain().then(tell);
      if (key !== placeOf(name)) return;
      const mine = unstored.get(name);
      if (isTrusted || newValue === null) unstored.delete(name); // removed there: nothing of it comes back
      if (isTrusted && newValue !== null && mine)
        loadPart("mirror").then(({ addUnstored }) => addUnstored(name, mine)); // it had room, this not
      tell();
    },
    { signal: end.signal },
  );
  // Browsers put values back around this event; behind it, ours are the last.
  window.addEventListener("pageshow", () => setTimeout(tell), { signal: end.signal });
  return () => end.abort();
}
