// Brings one exercise to life. The questions are in the page already (templates/activity.html); this takes
// answers, commits, shows feedback and saves. What is kept is sitting.js's, what an answer is given with
// controls.js's.

import {
  controlOf,
  findControls,
  itemsOf,
  leaveTyped,
  lockItems,
  nothingTicked,
  openItems,
  readPage,
  soundAnswers,
  unfitItems,
  writePage,
} from "./controls.js";
import { all, make, one } from "./dom.js";
import { openPart } from "./later.js";
import { openMarks } from "./results.js";
import { Sitting } from "./sitting.js";

/** @typedef {import("./marking.js").Key} Key */
/** @typedef {import("./marking.js").Marks} Marks */
/** @typedef {import("./sitting.js").Store} Store */

const FAULT =
  "This exercise does not work as it should. What you did before is kept; what you do now may not be.";
const FULL = " (the field is full: what is longer is cut off)";
const GONE = "Your answers to this exercise were deleted, earlier or in another tab.";

/**
 * Bind one exercise to a store, and return a function that unbinds it. If it cannot be bound, it says so in
 * its own place and nowhere else.
 * @param {any} root
 * @param {() => Store} open opens its store
 */
export function bind(root, open) {
  /** @type {Exercise|undefined} */
  let exercise;
  const unbind = () => exercise?.stop();
  try {
    exercise = new Exercise(root, open());
    exercise.start();
  } catch (error) {
    unbind();
    tellFault(root, error);
    // Enter would load the page anew.
    root.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  }
  return unbind;
}

/** @param {any} root @param {unknown} error */
function tellFault(root, error) {
  console.error(error); // for whoever maintains the kit
  if (one(root, ".ss-fault")) return;
  const line = make("p", "ss-fault ss-feedback ss-wrong", FAULT);
  line.setAttribute("role", "alert");
  (one(root, ".ss-head") || root).append(line);
}

class Exercise {
  /** @param {any} root @param {Store} store */
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.controls = findControls(root);
    this.sitting = new Sitting(store, root.dataset);
    this.shown = readPage(this.controls, false);
    this.warned = false;
    /** @type {Marks|null} */
    this.marks = null;
    this.commitButton = one(root, "[data-do=commit]");
    this.againButton = one(root, "[data-do=again]");
    this.result = one(root, ".ss-result");
    this.savedLine = one(root, ".ss-saved");
    this.end = new AbortController();
    this.unwatch = () => {};
  }

  start() {
    this.root.classList.add("ss-live");
    hideSteps(this.root, Number(this.store.memo?.("steps")));
    this.listen("change", (event) => this.takeChange(event.target));
    this.listen("input", (event) => {
      if (event.target.matches("textarea, input[type=text]")) this.takeAnswers();
    });
    this.listen("click", (event) => {
      if (event.target === this.againButton) this.tryAgain();
      if (event.target.dataset.do === "step") this.store.memo?.("steps", String(showStep(this.root)));
    });
    this.listen("submit", (event) => {
      event.preventDefault();
      this.commit();
    });
    // A number is typed and Enter pressed: that must not commit the whole page by accident.
    this.listen("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    });
    this.listen("ss-reasons", () => this.reveal());
    this.walk = openPart("walk")?.startWalk(this); // behind the others: it goes by what they have kept
    this.unwatch = this.store.watch((changed) =>
      this.guard(() => {
        const gone = !changed && this.sitting.state.revision > 0;
        this.sitting.take(changed);
        this.restore();
        if (gone) this.tellSaved(GONE);
      }),
    );
    this.restore();
  }

  stop() {
    this.end.abort();
    this.unwatch();
    this.root.classList.remove("ss-live");
  }

  /** @param {string} type @param {(event: any) => void} act @param {EventTarget} [on] */
  listen(type, act, on = this.root) {
    on.addEventListener(type, (/** @type {any} */ event) => this.guard(() => act(event)), {
      signal: this.end.signal,
    });
  }

  /** Do something that may fail, and say so in the exercise if it does. @param {() => void} act */
  guard(act) {
    try {
      act();
    } catch (error) {
      tellFault(this.root, error);
    }
  }

  /** @param {string} text @param {boolean} [isScore] which the end of a walk says */
  say(text, isScore = false) {
    this.result.textContent = text;
    this.result.classList.toggle("ss-scored", isScore);
  }

  /** @param {string} text */
  tellSaved(text) {
    if (text && all(this.root, "textarea").some(isFull)) text += FULL;
    // Else it is read out at each letter.
    if (this.savedLine.textContent !== text) this.savedLine.textContent = text;
  }

  /**
   * @param {import("./sitting.js").Page} page
   * @param {import("./sitting.js").Change} [change]
   */
  save(page, change) {
    this.tellSaved(this.sitting.save(this.shown, page, change));
    this.showAnswers();
  }

  /**
   * Return what the page shows. What nobody touched is an answer once it was checked, and none where it was
   * skipped.
   * @param {boolean} [committed] @param {import("./sitting.js").Change["passages"]} [passages] news of them
   */
  read(committed = this.sitting.state.committed, passages = {}) {
    const page = readPage(this.controls, true),
      { answers } = readPage(this.controls, false),
      known = { ...this.sitting.state.passages, ...passages };
    for (const item of itemsOf(this.controls))
      if (!(item in answers) && (known[item] || (committed && "checked")) !== "checked")
        delete page.answers[item];
    return page;
  }

  showAnswers() {
    writePage(this.controls, this.sitting.state);
    countWords(this.root);
    this.shown = this.read();
    leaveTyped(this.controls, this.shown, this.sitting.state);
    this.walk?.draw();
  }

  takeAnswers() {
    this.warned = false;
    this.save(this.read());
  }

  /** @param {any} control */
  takeChange(control) {
    const line = control.dataset.check; // of a rubric
    if (line !== undefined) this.save(this.shown, { checked: { [line]: control.checked } });
    else this.takeAnswers();
  }

  /**
   * Note that items are checked for good, one passage of a walk, or left out, neither right nor wrong; with
   * "" that they are open again. Return what resolves when the reasons are shown.
   * @param {string[]} items @param {import("./sitting.js").Passed|""} how
   */
  note(items, how) {
    if (how === "skipped")
      for (const { control, of, write } of this.controls.answers)
        if (items.includes(of)) write(control, undefined);
    const passages = Object.fromEntries(items.map((item) => [item, how]));
    this.save(this.read(this.sitting.state.committed, passages), { passages });
    return how === "checked" ? this.showMarks() : undefined;
  }

  /** Return the marks that a student may see by now. @param {Marks} marks @returns {Marks} */
  seen(marks) {
    const isSeen = (/** @type {string} */ item) => this.sitting.passed(item) === "checked";
    return Object.fromEntries(Object.entries(marks).filter(([item]) => isSeen(item)));
  }

  /**
   * Show what the key says; without marks, that the answers are kept.
   * @param {Marks|null} marks
   * @param {Record<string, Key>} [key]
   */
  show(marks, key = {}) {
    const { state } = this.sitting;
    if (marks) {
      marks = this.seen(marks);
      this.reasons.showFeedback(this.root, this.controls, state, marks, key);
      this.walk?.show(marks);
    }
    lockItems(this.controls, marks ? Object.keys(marks) : itemsOf(this.controls), true);
    if (!state.committed) return;
    this.root.dispatchEvent(new Event("ss-done", { bubbles: true }));
    this.marks = marks;
    this.commitButton.hidden = true;
    this.againButton.hidden = marks !== null && openMarks(marks).length === 0;
    if (!marks) return this.say("Saved. Your teacher has the key.", true);
    const count = this.reasons.tally(state.answers, marks, key, soundAnswers(this.root)),
      line = this.reasons.summarise(count, marks);
    this.say(line, true);
    this.walk?.drawEnd(); // which says the same at the end of the way
    const told = state.tries > 1 ? `${line} (second try; your first answers count)` : line,
      detail = { marks, line: told, confidence: state.confidence };
    this.root.dispatchEvent(new CustomEvent("ss-marked", { bubbles: true, detail }));
  }

  /** What is needed to show marks; it is there with the first of them, and before it nothing is shown. */
  get reasons() {
    return openPart("reasons")?.reasons;
  }

  /** Show what the key says; resolve when it is shown, or said that it cannot be. */
  showMarks() {
    /** @type {import("./sitting.js").Show} */
    const show = (marks, key) => this.guard(() => this.show(marks, key));
    return this.store
      .commit(this.sitting.state.answers, show)
      ?.catch((/** @type {unknown} */ error) => tellFault(this.root, error));
  }

  commitAll() {
    this.save(this.read(true), { committed: true });
    return this.showMarks();
  }

  commit() {
    if (!this.warned && this.warn()) return;
    const shown = this.commitAll(),
      next = this.againButton.hidden ? this.result : this.againButton;
    if (next === this.result) next.tabIndex = -1;
    next.focus();
    if (one(this.root, "textarea"))
      Promise.resolve(shown).then(() => this.reasons?.leadTo(this.root));
  }

  /** Show the reasons that a live class has just brought, and leave the focus where it is. */
  async reveal() {
    const here = /** @type {any} */ (document.activeElement);
    if (!this.sitting.state.committed) this.save(this.read(true), { committed: true });
    await this.showMarks();
    if (!this.root.contains(here) || !here.disabled) return;
    here.disabled = false; // a field that is disabled loses the focus
    here.addEventListener("blur", () => (here.disabled = this.sitting.state.committed), { once: true });
    here.focus({ preventScroll: true });
  }

  /** Ask once before anything is committed with open items; tell whether there was a reason to ask. */
  warn() {
    const open = openItems(this.controls),
      nothing = nothingTicked(this.controls);
    this.warned = nothing || open.length > 0;
    if (nothing) this.say("Nothing is chosen yet. Press again if you mean that none fits.");
    else if (open.length) {
      this.say(`${open.length} not answered yet. Press again to go on all the same.`);
      controlOf(this.controls, open[0]).focus();
    }
    return this.warned;
  }

  tryAgain() {
    const open = this.marks ? openMarks(this.marks) : [],
      items = open.length ? open : itemsOf(this.controls);
    this.reopen(items);
    this.warned = true; // the second time nobody needs to be asked about open items
    const passages = /** @type {Record<string, ""|"checked">} */ (
      Object.fromEntries(
        Object.keys(this.marks || {}).map((item) => [item, open.includes(item) ? "" : "checked"]),
      )
    );
    this.save(this.shown, { committed: false, ...(this.walk && { passages }) });
    this.say("Your first answers are kept. Change the open ones and check again.");
    controlOf(this.controls, items[0])?.focus();
    this.walk?.again(items);
  }

  /** Take back what was shown of marks: what is kept is not committed, or not any more. */
  close() {
    this.reopen(itemsOf(this.controls));
    this.say("");
    this.marks = null;
    this.walk?.show({});
    this.root.dispatchEvent(new CustomEvent("ss-marked", { bubbles: true, detail: null }));
  }

  /** Let items be answered again. @param {string[]} items */
  reopen(items) {
    this.reasons?.hideFeedback(this.root, this.controls, items);
    lockItems(this.controls, items, false);
    this.commitButton.hidden = false;
    this.againButton.hidden = true;
  }

  /** Show what is kept, whatever the page showed before. */
  restore() {
    const isOpen = this.commitButton.hidden && !this.sitting.state.committed;
    if (isOpen || this.walk?.isStale()) this.close();
    this.showAnswers();
    const unfit = unfitItems(this.controls, this.sitting.state.answers),
      news = this.sitting.news(itemsOf(this.controls), unfit);
    if (news) this.tellSaved(news);
    const { committed, passages } = this.sitting.state;
    if (committed || (this.walk && Object.values(passages).includes("checked"))) this.showMarks();
  }
}

/** Tell whether a browser has let no more into a field, or cut off what was pasted. @param {any} field */
const isFull = ({ value, maxLength }) => value.length === maxLength;

/** @param {any} root */
function countWords(root) {
  const count = one(root, ".ss-count"),
    text = one(root, "textarea"),
    words = (text?.value.match(/\S+/g) || []).length;
  if (count && text) count.textContent = `${words} word${words === 1 ? "" : "s"}`;
}

/**
 * Show a worked example one step at a time; all of it is in the page, so print and no-script readers have it
 * too. Those that were opened before are open.
 * @param {any} root @param {number} opened
 */
function hideSteps(root, opened) {
  const later = all(root, ".ss-step + .ss-step").slice(opened);
  for (const step of later) step.classList.add("ss-later");
  if (later.length) one(root, ".ss-next").hidden = false;
}

/** Show the next step; return how many are open behind the first. @param {any} root */
function showStep(root) {
  const [step, more] = all(root, ".ss-later");
  step.classList.remove("ss-later");
  step.tabIndex = -1;
  step.focus();
  one(root, ".ss-next").hidden = !more;
  return all(root, ".ss-step + .ss-step:not(.ss-later)").length;
}
