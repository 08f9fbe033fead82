// One student's work on one exercise, as it is kept: what is held, and what a page adds to it. Nothing of the
// page is in here.

/** @typedef {"checked"|"skipped"} Passed what was done with the passage of an item */
/**
 * What is kept, in the shape of the published schema (marking/answer_file.py, Sitting).
 * @typedef {object} State
 * @property {string} edition in which it was begun; "" where nobody knows
 * @property {string} id random, of this sitting
 * @property {number} revision how often it was saved
 * @property {Record<string, string>} answers
 * @property {Record<string, number>} confidence
 * @property {Record<string, string>} first the answers at the first check of their passage
 * @property {Record<string, Passed>} passages none for an item of a passage that is open
 * @property {string} place the item in hand
 * @property {Record<string, boolean>} checked
 * @property {boolean} committed
 * @property {number} tries
 * @property {Record<string, string>} times
 * @property {string} fingerprint
 * @property {string} kit
 */
/**
 * @typedef {{answers: Record<string, string>, confidence: Record<string, number>}} Page what the controls of
 *   a page show
 */
/**
 * What is done with a sitting beside answering. All of it goes into one save.
 * @typedef {object} Change
 * @property {Record<string, boolean>} [checked] lines of a rubric
 * @property {boolean} [committed] the whole exercise, or (false) open again
 * @property {Record<string, Passed|"">} [passages] for items; "": open again. What is checked for the first
 *   time has its first answer then
 * @property {string} [place] the item in hand
 */
/**
 * Where a sitting is kept.
 * @typedef {object} Store
 * @property {string} [savedText] what to say when answers are there again
 * @property {() => any} load a State, null, or whatever else somebody made of it
 * @property {(state: State) => string} save returns what to tell the student
 * @property {(answers: Record<string, string>, show: Show) => Promise<void>|void} commit calls `show` when
 *   there are marks, or with null when there are none; rejects where they cannot be had
 * @property {(changed: (state: any) => void) => (() => void)} watch calls `changed` when others have stored
 *   something; returns its end
 * @property {(part: "place"|"steps"|"list"|"keys"|"gone", value?: string) => string|null} [memo] the claim in
 *   hand, how many steps of an example are open, whether pages show lists, whether digits are off: read, or
 *   noted first; wanted by a walk. And, to read only, since when the sitting is deleted
 */
/**
 * @typedef {(marks: import("./marking.js").Marks|null, key?: Record<string, import("./marking.js").Key>) =>
 *   void} Show
 */

export const LONGEST_TEXT = 20_000; // characters, as in answer_file.py
const LONGEST_WORD = 200; // the same
const ITEM = /^[\w.-]{1,80}$/; // what an item or a line of a list is called
const TIME = /^(opened|saved|committed)$/;
const YEAR = /^\d{4}-/; // after the last day that JavaScript knows, in the year 275760, nothing comes
// Names of answers that are none: something odd, kept for a teacher. Five full texts at most: what is larger
// was not typed here.
const ODD = [1, 2, 3, 4, 5].map((number) => `not-read.${number}`);

/** @returns {State} */
export const emptyState = () => ({
  edition: "",
  id: "",
  revision: 0,
  answers: {},
  confidence: {},
  first: {},
  passages: {},
  place: "",
  checked: {},
  committed: false,
  tries: 0,
  times: {},
  fingerprint: "",
  kit: "",
});

/** @param {any} value */
const isMap = (value) => Object(value) === value && !Array.isArray(value);
/** @param {any} value */
const cut = (value) => (typeof value === "string" ? value.slice(0, LONGEST_TEXT).toWellFormed() : undefined);
/** @param {any} value */
const word = (value) => (value?.length <= LONGEST_WORD ? cut(value) : undefined);

/** @param {RegExp} pattern */
const matching = (pattern) => (/** @type {any} */ value) =>
  typeof value === "string" && pattern.test(value) ? value : undefined;
const count = (/** @type {any} */ value) =>
  Number.isSafeInteger(value) && value >= 0 ? value : undefined;

/**
 * What each part may hold; undefined: nothing that the published schema has a place for.
 * @type {Record<string, (value: any) => any>}
 */
const PARTS = {
  edition: matching(/^[a-z]{0,20}$/),
  id: matching(/^([0-9a-f]{32})?$/),
  revision: count,
  answers: (value) => entries(value, cut),
  confidence: (value) =>
    entries(value, (sure) => (Number.isInteger(sure) && sure >= 50 && sure <= 100 ? sure : undefined)),
  first: (value) => entries(value, cut),
  passages: (value) => entries(value, matching(/^(checked|skipped)$/)),
  place: matching(/^[\w.-]{0,80}$/),
  checked: (value) => entries(value, (tick) => (typeof tick === "boolean" ? tick : undefined)),
  committed: (value) => (typeof value === "boolean" ? value : undefined),
  tries: count,
  times: (value) => entries(value, (time) => (YEAR.test(word(time) || "") ? word(time) : undefined), TIME),
  fingerprint: word,
  kit: word,
};

/** @param {any} value @param {(entry: any) => any} read */
function entries(value, read, names = ITEM) {
  if (!isMap(value)) return undefined;
  const named = Object.entries(value).filter(([name]) => names.test(name)),
    kept = named.map(([name, entry]) => [name, read(entry)]);
  return Object.fromEntries(kept.filter(([, entry]) => entry !== undefined));
}

/**
 * Return as a State what was kept, whatever it is; null when nothing was. Anything on a device may have been
 * edited or cut short, and one odd value in the answer file would cost the whole of it: a State has the shape
 * that the schema asks for. What has another is in it as a text, under a name that no item has.
 * @param {any} value
 * @returns {State|null}
 */
export function readState(value) {
  if (value === null || value === undefined) return null;
  const state = readParts(value);
  if (isDamaged(value)) setAside(state.answers, typeof value === "string" ? value : JSON.stringify(value));
  return state;
}

/** @param {any} value @returns {State} what is usable of it */
function readParts(value) {
  /** @type {any} */
  const state = emptyState();
  for (const [name, read] of Object.entries(PARTS)) state[name] = read(value[name]) ?? state[name];
  return state;
}

/** Tell whether something that was kept is not, or not all, of the shape of a State. @param {any} value */
export function isDamaged(value) {
  /** @type {any} */
  const state = readParts(value);
  return (
    !isMap(value) ||
    Object.keys(value).some((name) => JSON.stringify(value[name]) !== JSON.stringify(state[name]))
  );
}

/**
 * Put among answers what is none, so that it can be handed in.
 * @param {State["answers"]} answers @param {string} text
 */
function setAside(answers, text) {
  let odd = `${ODD.map((name) => answers[name] || "").join("")}\n${text}`.trim();
  for (const name of ODD) {
    if (odd) answers[name] = odd.slice(0, LONGEST_TEXT).toWellFormed();
    odd = odd.slice(LONGEST_TEXT);
  }
}

/**
 * Return the time, ISO 8601, later than `last` even when somebody put the clock back: which save came last is
 * told by these.
 * @param {string} [last]
 */
export const now = (last = "") =>
  new Date(Math.max(Date.now(), Date.parse(last) + 1 || 0)).toISOString();

/**
 * Return what was held, with every entry that differs between `before` and `after` as it is after.
 * @template T
 * @param {Record<string, T>} held
 * @param {Record<string, T>} before
 * @param {Record<string, T>} after
 */
export function blend(held, before, after) {
  const blended = { ...held };
  for (const item of Object.keys({ ...before, ...after })) {
    if (!(item in after)) delete blended[item];
    else if (before[item] !== after[item]) blended[item] = after[item];
  }
  return blended;
}

/** Return a random name for a sitting. `crypto.randomUUID` is missing on a page that came by http. */
const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/**
 * Return what stays of the first answers: all of them, and those to items that are checked for the first time
 * by this change.
 * @param {State} held @param {State["answers"]} answers @param {Change} change
 */
function firstAnswers(held, answers, { committed, passages = {} }) {
  const first = /** @type {State["first"]} */ ({});
  if (held.tries) return held.first;
  for (const item in passages) if (passages[item] === "checked") first[item] = answers[item] || "";
  return { ...first, ...(committed && answers), ...held.first };
}

export class Sitting {
  /**
   * @param {Store} store
   * @param {{fingerprint: string, easier?: string, kit: string, edition?: string}} page its text as it reads
   *   now, the other that a reader can choose, kit and edition
   */
  constructor(store, page) {
    this.store = store;
    this.page = page;
    this.edition = page.edition || "";
    this.state = emptyState();
    /** @type {string[]} */
    this.unfit = []; // items whose answer is none that the page has
    this.take(store.load());
  }

  /** Take over what is stored. @param {any} stored */
  take(stored) {
    this.state = readState(stored) || emptyState();
  }

  /**
   * Return what is known of an item's passage: "checked", "skipped", or "" while it is open.
   * @param {string} item
   */
  passed(item) {
    const { passages, committed } = this.state;
    return passages[item] || (committed ? "checked" : "");
  }

  /**
   * Put into the stored state what changed on a page between `shown` and `page`, and return what to tell the
   * student. Another tab or an older kit may have stored answers that this page does not show.
   * @param {Page} shown
   * @param {Page} page
   * @param {Change} [change]
   */
  save(shown, page, change = {}) {
    const { checked, committed, passages, place } = change,
      gone = this.store.memo?.("gone") || "",
      // What is not there and was not deleted, somebody else has cleared: the student still has it in sight.
      held = readState(this.store.load()) || (gone ? emptyState() : this.state),
      time = now(held.times.saved || gone), // later than the deletion, or it would be taken for deleted
      answers = blend(held.answers, shown.answers, page.answers);
    this.unfit = this.unfit.filter((item) => {
      const stays = answers[item] === held.answers[item];
      if (!stays) setAside(answers, `${item}: ${held.answers[item]}`);
      return stays;
    });
    const passed = Object.entries({ ...held.passages, ...passages }).filter(([, how]) => how);
    this.state = {
      edition: held.times.opened ? held.edition : this.edition, // begun by an older kit: nobody knows
      id: held.id || randomId(),
      revision: held.revision + 1,
      answers,
      confidence: blend(held.confidence, shown.confidence, page.confidence),
      first: firstAnswers(held, answers, change),
      passages: /** @type {State["passages"]} */ (Object.fromEntries(passed)),
      place: place ?? held.place,
      checked: { ...held.checked, ...checked },
      committed: committed ?? held.committed,
      tries: held.tries + Number(committed || false),
      times: { opened: time, ...held.times, ...(committed && { committed: time }), saved: time },
      fingerprint: this.page.fingerprint,
      kit: this.page.kit,
    };
    return this.store.save(this.state);
  }

  /**
   * Return what a student who comes back should know; "" where there is nothing to say.
   * @param {string[]} asked the items of the page
   * @param {string[]} unfit those whose answer is none that the page has
   */
  news(asked, unfit) {
    const { answers, fingerprint } = this.state,
      odd = Object.keys(answers).filter((item) => !asked.includes(item) || unfit.includes(item)),
      gone = odd.filter((item) => !ODD.includes(item)).length,
      fit = gone > 1 ? "fit" : "fits";
    this.unfit = unfit;
    const told = [
      odd.length > gone &&
        "Of your earlier answers, some cannot be read: kept in your answer file, for your teacher.",
      fingerprint &&
        ![this.page.fingerprint, this.page.easier].includes(fingerprint) &&
        "The text has changed since you answered. Answers to the same claims were kept.",
      gone && `Of your earlier answers, ${gone} ${fit} no question here any more: kept in your answer file.`,
    ];
    return told.filter(Boolean).join(" ") || (Object.keys(answers).length ? this.store.savedText || "" : "");
  }
}
