// What this device keeps of a live class: who the student is in it, and what the teacher's computer has of
// each exercise. The answers themselves are kept as in every edition (exercise/js/storage.js).

import { blend, emptyState, now, readState } from "../../exercise/js/sitting.js";
import { storedNames } from "../../exercise/js/answers.js";
import { readStored, writeStored } from "../../exercise/js/storage.js";

const MINE = "secondsource/live/";
/** @type {Map<string, any>} */
const remembered = new Map(); // where the browser keeps nothing
/** @type {Map<string, any>} */
const fresh = new Map(); // what the exercises of this page have just saved

/** @typedef {{class: string, id: string, name: string, code: string, token: string}} Me */
/** @typedef {{sitting: string, revision: number, state: any, arrived: number}} Held */

/** @param {string} name @returns {any} */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(MINE + name) || "null") ?? remembered.get(name) ?? null;
  } catch {
    return remembered.get(name) ?? null;
  }
}

/** @param {string} name @param {any} value null: nothing any more */
export function remember(name, value) {
  remembered.set(name, value);
  try {
    if (value === null) localStorage.removeItem(MINE + name);
    else localStorage.setItem(MINE + name, JSON.stringify(value));
  } catch {
    /* the page works until it is closed */
  }
}

/** Return the names of what is remembered behind a beginning. @param {string} start */
export function listRemembered(start) {
  const names = new Set([...remembered.keys()].filter((name) => remembered.get(name) !== null));
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(MINE)) names.add(key.slice(MINE.length));
  } catch {
    /* memory only */
  }
  return [...names].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

/** Note what an exercise of this page saves. @param {() => void} changed */
export function watchAnswers(changed) {
  document.addEventListener("ss-kept", (/** @type {any} */ { detail }) => {
    if (detail.name.includes("/")) fresh.set(detail.name, detail.value);
    changed();
  });
  window.addEventListener("storage", (event) => {
    if (event.isTrusted) fresh.clear(); // another tab has newer ones
    changed();
  });
}

/** Return what is answered in an exercise on this device, or null. @param {string} activity */
export const readAnswers = (activity) => readState(fresh.get(activity) ?? readStored(activity));

/** Return the exercises with answers on this device. */
export const listAnswers = () => [...new Set([...storedNames(), ...fresh.keys()])].filter(readAnswers);

/**
 * Keep answers that came from the teacher's computer, and show them.
 * @param {string} activity @param {any} value
 */
export function takeAnswers(activity, value) {
  writeStored(activity, value);
  fresh.set(activity, value);
  document.dispatchEvent(new CustomEvent("ss-take", { detail: { name: activity, value } }));
}

/** @param {string} activity @returns {Held|null} */
export const heldOf = (activity) => recall(`held/${activity}`);

/** @param {string} activity @param {Held|null} held */
export const noteHeld = (activity, held) => remember(`held/${activity}`, held);

/** Tell whether the teacher's computer lacks something of an exercise. @param {string} activity */
export function isWaiting(activity) {
  const state = readAnswers(activity),
    held = heldOf(activity);
  return Boolean(recall(`before/${activity}`)) || (state !== null && !isSame(state, held?.state));
}

/** @param {any} one @param {any} other */
export const isSame = (one, other) =>
  Boolean(other) && JSON.stringify(readState(one)) === JSON.stringify(readState(other));

/**
 * Bring together what two devices of one student have answered: what this one has changed since it last knew
 * what is there, on top of that.
 * @param {any} mine @param {any} base @param {any} theirs
 */
export function bringTogether(mine, base, theirs) {
  base = base || emptyState();
  const part = (/** @type {string} */ name) => blend(theirs[name], base[name], mine[name]);
  return {
    ...mine,
    answers: part("answers"),
    confidence: part("confidence"),
    checked: part("checked"),
    passages: part("passages"),
    id: theirs.id || mine.id,
    revision: Math.max(mine.revision, theirs.revision) + 1,
    first: { ...mine.first, ...theirs.first },
    committed: mine.committed === base.committed ? theirs.committed : mine.committed,
    tries: Math.max(mine.tries, theirs.tries),
    times: { ...theirs.times, ...mine.times, saved: now(theirs.times.saved) },
  };
}

/** Return a random name. What a page on a room's network lacks (crypto.randomUUID) is not asked for. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
