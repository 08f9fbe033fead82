// What is changed goes to the server, one thing after the other: each is compared with what the one before it
// left. What is typed is sent after a short pause.

import { ask } from "./ask.js";
import { build, button } from "./elements.js";
import { expect, expectNoMore, redraw, see, slug } from "./state.js";
import { alarm, say, showAlarm } from "./tell.js";
import { busy, isAdopted, isBusy, isKept, keep, known, pending } from "./typed.js";

/**
 * @typedef {{
 *   ok: boolean, gone?: boolean, status?: number, now?: string, theirs?: string, problems?: string[],
 * }} Said gone: the server does not answer; now: what stands there now; theirs: what somebody else wrote
 */

const PAUSE = 350; // ms after the last key: with saving and showing, half a second
const AGAIN = 2_000; // ms until a server that does not answer is asked again
const SHOWN = 3; // problems that are said at once

let lostAt = "";
let conflictAt = ""; // id of a field that was changed elsewhere
/** @type {any} */
let timer;
/** @type {Promise<any>} */
let sending = Promise.resolve();

/** Tell whether all that is on its way will arrive by itself, in a moment. */
export const isSaving = () => isBusy() && !conflictAt && !lostAt;
/** Wait for what was sent before. */
export const whenSent = () => sending;

/** Send what is typed, when nothing more is typed for a moment. */
export function flushSoon() {
  clearTimeout(timer);
  timer = setTimeout(flush, PAUSE);
}

/**
 * @template T
 * @param {() => Promise<T>} what @returns {Promise<T>}
 */
function inTurn(what) {
  const turn = sending.then(what);
  sending = turn.catch(() => {});
  return turn;
}

/** @param {import("./state.js").Change} change @returns {Promise<Said>} */
async function send(change) {
  let answer;
  try {
    answer = await ask("change", change);
  } catch {
    lost();
    return { ok: false, gone: true };
  } finally {
    expectNoMore(change);
  }
  if (answer.status === 403) {
    lost();
    return { ok: false, gone: true };
  }
  lostAt = "";
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) return { ok: false, status: answer.status, ...said };
  see(said);
  return { ok: true, now: said.now };
}

function lost() {
  lostAt ||= new Date().toLocaleTimeString();
  const kept = isKept() ? "Your text is kept in this browser. " : "",
    cure = `Start “python3 kit.py author ${slug}” again and open the address that it shows.`;
  alarm(`Not saved since ${lostAt}. ${kept}${cure}`);
  clearTimeout(timer);
  timer = setTimeout(flush, AGAIN);
}

/** @param {string[]} problems */
function inShort(problems) {
  const more = problems.length - SHOWN;
  return [
    ...problems.slice(0, SHOWN),
    more > 0 ? `And ${more} more: they are on the tab Problems.` : "",
  ].join(" ");
}

/** Do one thing at once: a tick, a label, a button. @param {import("./state.js").Change} change */
export function act(change) {
  busy(1);
  expect(change);
  redraw();
  return inTurn(async () => {
    try {
      const said = await send(change);
      if (!said.ok && !said.gone) await load();
      if (said.ok) {
        alarm("");
        saySaved();
        redraw();
      } else if (!said.gone) alarm(inShort(said.problems || ["It did not work. Load the page again."]));
      return said;
    } finally {
      busy(-1);
    }
  });
}

/** Send all that is typed. */
export function flush() {
  clearTimeout(timer);
  return inTurn(async () => {
    /** @type {string[]} */
    const refused = [];
    for (const id of [...pending.keys()]) {
      const typed = pending.get(id); // another answer may have settled it meanwhile
      if (!typed || conflictAt === id) continue;
      const said = await sendTyped(id, typed);
      if (said?.gone) return;
      refused.push(...(said?.problems || []));
    }
    if (!conflictAt) alarm(refused.join(" "));
    redraw();
  });
}

/**
 * Send what is typed in a field; return what was said where it is not saved.
 * @param {string} id @param {import("./typed.js").Typed} one
 */
async function sendTyped(id, one) {
  const { to, sent = [] } = one;
  one.sent = [...sent.slice(-4), to]; // kept: a page that is closed before it hears knows its own words
  keep(id);
  const said = await send({ ...one.change, was: one.was, to, sent }),
    there = said.now ?? said.theirs ?? "",
    isElsewhere = said.status === 409;
  // A page that was closed at once may have sent more than it could keep: then ours is what theirs began
  // with.
  const isMore = isElsewhere && isAdopted(id) && there.startsWith(to.trim()) && !one.was.startsWith(to);
  if (said.ok || isMore) {
    const now = pending.get(id);
    known.set(id, there); // nothing is drawn anew while a letter is composed
    if (now?.to === to) pending.delete(id);
    else if (now) Object.assign(now, { was: there, sent: [] }); // more was typed meanwhile
    keep(id);
    saySaved();
  } else if (isElsewhere) {
    showConflict(id, there);
  } else {
    return { gone: said.gone, problems: said.problems || ["This was not saved."] };
  }
}

/** @param {string} id @param {string} theirs */
function showConflict(id, theirs) {
  conflictAt = id;
  const end = () => {
    conflictAt = "";
    alarm("");
    keep(id);
    flush();
  };
  const keepMine = () => {
    const mine = pending.get(id);
    if (mine) Object.assign(mine, { was: theirs, sent: [] });
    end();
  };
  const takeTheirs = () => {
    pending.delete(id);
    end();
  };
  showAlarm(
    "This field was changed elsewhere. There: “",
    build("b", {}, theirs),
    "”. Here: “",
    build("b", {}, pending.get(id)?.to),
    "”. ",
    button("Keep mine", keepMine),
    " ",
    button("Take theirs", takeTheirs),
  );
}

const saySaved = () => say(`Saved ${new Date().toLocaleTimeString()}`);

/** Ask for the set as it is now. */
export async function load() {
  try {
    const answer = await ask("state");
    if (!answer.ok) {
      lost();
      return;
    }
    see(await answer.json());
    redraw();
  } catch {
    lost();
  }
}
