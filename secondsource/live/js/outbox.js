// Hands answers in: whatever the teacher's computer lacks, oldest first, until it has all of it. What waits
// is not a list but a difference, between what is kept here and what is there: nothing can fall out of it.

import { now } from "../../exercise/js/sitting.js";
import { ask } from "./ask.js";
import {
  bringTogether,
  heldOf,
  isWaiting,
  listAnswers,
  listRemembered,
  makeId,
  noteHeld,
  readAnswers,
  recall,
  remember,
  takeAnswers,
} from "./device.js";

const TOGETHER = 300; // ms: what is typed in one go is handed in together
const REFUSED = [400, 413];

export class Outbox {
  /** @param {import("./device.js").Me} me @param {() => void} changed there is something to say */
  constructor(me, changed) {
    this.me = me;
    this.changed = changed;
    this.refused = new Set(); // what that computer does not take: it may not hold up the rest
    this.status = 200;
    this.wait = 1_000;
    this.busy = false;
    this.again = false;
    /** @type {any} */
    this.timer = undefined;
  }

  /** Return the exercises that are still to be handed in. */
  waiting() {
    const names = new Set([...listAnswers(), ...listRemembered("before/")]);
    return [...names].filter(isWaiting).sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
  }

  /** When something was handed in last, in seconds since 1970; 0: never. */
  last() {
    return Math.max(0, ...listRemembered("held/").map((name) => heldOf(name)?.arrived || 0));
  }

  /** Hand in soon. @param {number} [pause] */
  soon(pause = TOGETHER) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    this.again = this.busy;
    if (this.busy) return;
    this.busy = true;
    this.status = 200;
    for (const name of this.waiting().filter((one) => !this.refused.has(refusal(one)))) {
      this.status = await this.sendOne(name);
      if (REFUSED.includes(this.status)) this.refused.add(refusal(name));
      else if (this.status !== 200 && this.status !== 409) break;
    }
    this.busy = false;
    const isOver = this.status === 401,
      isAway = this.status === 0 || this.status >= 429,
      left = this.waiting().some((one) => !this.refused.has(refusal(one)));
    if (isAway) this.wait = Math.min(this.wait * 1.6, 8_000);
    else this.wait = 1_000;
    if (left && !isOver) this.soon(isAway ? this.wait : 50);
    else if (this.again) this.soon();
    this.changed();
  }

  /** @param {string} activity @returns {Promise<number>} */
  async sendOne(activity) {
    const before = recall(`before/${activity}`),
      held = heldOf(activity),
      state = before || readAnswers(activity),
      message = {
        sitting: held?.sitting || state.id || this.sittingOf(activity),
        revision: (held?.revision || 0) + 1,
        base: held?.revision || 0,
        activity,
        seen: !before && Boolean(recall(`seen/${activity}`)),
        state,
      };
    const { status, said } = await ask("/live/answers", this.me.token, message);
    if (status === 200) {
      noteHeld(activity, { sitting: said.sitting, revision: said.revision, state, arrived: said.arrived });
      if (before) remember(`before/${activity}`, null);
    } else if (status === 409) this.take(activity, said, before);
    return status;
  }

  /**
   * Take over what another device has handed in.
   * @param {string} activity @param {any} theirs @param {any} [before]
   */
  take(activity, theirs, before) {
    const base = heldOf(activity)?.state,
      mine = readAnswers(activity);
    if (before) remember(`before/${activity}`, bringTogether(before, base, theirs.state));
    noteHeld(activity, { ...theirs, arrived: theirs.arrived || heldOf(activity)?.arrived || 0 });
    takeAnswers(activity, mine ? bringTogether(mine, base, theirs.state) : theirs.state);
  }

  /** @param {string} activity @returns {string} the same until it is acknowledged: sent twice, it is one */
  sittingOf(activity) {
    const known = recall(`sitting/${activity}`) || makeId();
    remember(`sitting/${activity}`, known);
    return known;
  }
}

/** @param {string} activity */
const timeOf = (activity) => readAnswers(activity)?.times.saved || now();
/** @param {string} activity */
const refusal = (activity) => activity + JSON.stringify(readAnswers(activity));
