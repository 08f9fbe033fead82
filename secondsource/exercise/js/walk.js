// Lays an exercise over its text: one passage at a time, the claims marked in it, the answers to the claim in
// hand beside it or under the thumb. It shows the list that is in the page, one row of it at a time: answers
// and reasons are the list's own. Print, teachers and no-script readers have that list.

import { nameOf } from "./controls.js";
import { all, make, one } from "./dom.js";
import { openMarks } from "./results.js";

/**
 * What is judged: a claim of the text, a row, an option, or a word to tap.
 * @typedef {object} Claim
 * @property {string} item
 * @property {string[]} items it, and what is asked with it
 * @property {any} stop
 * @property {any} text where it stands
 * @property {any[]} rows of the list
 * @property {any} box where its reasons stand
 * @property {any[]} fields
 * @property {boolean} isWord it is tapped in the text itself, and left alone it is answered
 * @property {string} told what of it is drawn
 */

const PAUSE = 400; // ms after a press: the next claim lies under the same thumb, which may come down twice
/** @type {Record<string, string>} */
const SIGNS = { right: "✓ ", also: "✓ ", wrong: "✗ ", contested: "≈ " };

/** Start the walk of an exercise (exercise.js), if it has one. @param {any} exercise */
export const startWalk = (exercise) => (one(exercise.root, ".ss-stop") ? new Walk(exercise) : undefined);

export class Walk {
  /** @param {any} exercise */
  constructor(exercise) {
    const { root } = exercise;
    this.exercise = exercise;
    this.root = root;
    this.sitting = exercise.sitting;
    this.memo = exercise.store.memo;
    this.explains = Boolean(root.dataset.explains);
    this.dock = one(root, ".ss-dock");
    this.end = one(root, ".ss-summary");
    this.home = one(root, ".ss-stops"); // in front of the panel
    this.one = one(root, "[data-do=go]").dataset.one; // what a claim is called
    this.said = one(root, ".ss-said");
    this.stops = all(root, ".ss-stop");
    /** @type {Claim[]} */
    this.claims = all(root, ".ss-stop [data-claim]").map((text) => {
      const item = text.dataset.claim, // ours: no answer of a student is in it
        rows = all(root, `.ss-dock :is([data-item="${item}"], [data-feedback-for="${item}"])`),
        parts = exercise.controls.answers.filter(
          (/** @type {import("./controls.js").Found} */ { control, of }) =>
            of === item || rows[0].contains(control),
        );
      return {
        item,
        items: [...new Set(parts.map((/** @type {any} */ part) => part.of))],
        stop: text.closest(".ss-stop"),
        text,
        rows,
        box: one(root, `[data-feedback="${item}"]`),
        fields: parts.map((/** @type {any} */ part) => part.control),
        isWord: text.matches(".ss-phrase"),
        told: "",
      };
    });
    this.marks = /** @type {import("./marking.js").Marks} */ ({});
    // Where the page has no texts to stand beside the question, no room is kept for them.
    const id = `ss-${root.dataset.ss.split("/")[0]}`,
      keepRoom = () => one(document, `#${id}-article, #${id}-brief`) || one(root, ".ss-texts")?.remove();
    if (document.readyState !== "loading") keepRoom();
    else document.addEventListener("DOMContentLoaded", keepRoom); // they may stand behind it
    for (const list of all(root, "[data-sure]")) offerPercents(list);
    this.keys = one(root, "[data-do=keys]");
    this.keys.ariaPressed = !this.memo("keys");
    this.isList = Boolean(this.memo("list"));
    this.now = this.claimOf(this.memo("place")); // in hand; none at the end
    this.passed = new Set(this.stops.slice(0, Math.max(0, this.stops.indexOf(this.now?.stop))));
    this.short = matchMedia("(max-height: 559px)"); // no room for a panel that stays on the screen
    // The panel may be seen before the claim: until that was in sight, it leads there and takes no answer.
    // Short exercises have all in one place, and in a notebook the panel stands below the text.
    this.isAhead = !("short" in root.dataset) && root.dataset.edition !== "notebook";
    this.eye = this.openEye();
    this.pressed = -PAUSE;
    this.isArrow = false;
    this.isHeld = false;
    exercise.listen("click", (/** @type {any} */ event) => this.takeClick(event));
    exercise.listen("change", (/** @type {any} */ event) => this.takePick(event.target));
    exercise.listen("keydown", (/** @type {any} */ event) => this.takeKey(event));
    const turn = () => {
      this.isList = !this.isList;
      this.draw();
    };
    exercise.listen("ss-view", turn, document);
    const turnShort = () => {
      this.eye.disconnect();
      this.eye = this.openEye();
      this.draw();
    };
    exercise.listen("change", turnShort, this.short);
    exercise.listen("resize", () => this.stay(), window);
    exercise.listen("scroll", () => this.tellMore(), this.dock);
    exercise.listen("beforeprint", () => this.putDock(this.home), window); // out of the text
  }

  /** Return what sees the claim in hand come into sight: where the panel, once it is whole, leaves it. */
  openEye() {
    const isBeside = matchMedia("(min-width: 1200px) and (min-height: 560px)").matches,
      most = !one(this.dock, ".ss-chip") ? 30 : innerHeight < 700 ? 66 : 48, // exercise.css
      isSeen = (/** @type {IntersectionObserverEntry} */ entry) =>
        entry.intersectionRatio > 0.98 ||
        entry.intersectionRect.height > (entry.rootBounds?.height || Infinity) / 2,
      eye = new IntersectionObserver((seen) => seen.some(isSeen) && this.arrive(), {
        rootMargin: `-12% 0px -${isBeside || this.short.matches ? 0 : most}%`,
        threshold: [0.25, 0.5, 0.75, 0.99],
      });
    this.exercise.end.signal.addEventListener("abort", () => eye.disconnect());
    return eye;
  }

  /** The claim in hand is in sight: the panel asks. What is pressed while it grows counts for nothing. */
  arrive() {
    if (!this.isAhead) return;
    this.isAhead = false;
    this.eye.disconnect();
    this.pressed = performance.now();
    // The button that led here is off by now, and would lose the focus.
    if (this.dock.contains(document.activeElement)) return this.take(this.now);
    this.draw();
    this.trim();
  }

  /**
   * Tell whether the big button lies over something of the panel, as it is or as it would be unscrolled.
   * @param {any} part @param {boolean} [isTop]
   */
  isCut(part, isTop = false) {
    const edge = one(this.dock, ".ss-go").getBoundingClientRect().top;
    return part.getBoundingClientRect().bottom + (isTop ? this.dock.scrollTop : 0) > edge;
  }

  /** Let the panel end behind something to press, never amid it, where it cannot show all. */
  trim() {
    const { style } = this.dock;
    style.maxHeight = "";
    this.tellMore();
    if (!this.dock.matches(".ss-more") || this.short.matches) return;
    const edge = one(this.dock, ".ss-go").getBoundingClientRect().top,
      parts = all(this.dock, ".ss-now :is(.ss-chip, .ss-percents, .ss-number-field)"),
      over = edge - parts.find((part) => this.isCut(part))?.getBoundingClientRect().top;
    if (over > 0) style.maxHeight = `${this.dock.offsetHeight - over}px`;
  }

  /** Show whether the panel holds more than is seen of it. */
  tellMore() {
    const { scrollHeight, clientHeight, scrollTop, classList } = this.dock;
    classList.toggle("ss-more", scrollHeight - clientHeight - scrollTop > 8);
  }

  /** @param {string|null|undefined} item */
  claimOf(item) {
    return this.claims.find((claim) => claim.item === item);
  }

  /** @param {any} stop */
  claimsOf(stop) {
    return this.claims.filter((claim) => claim.stop === stop);
  }

  /** Return the claim before or behind one in its stop. @param {Claim} claim @param {any} by */
  neighbour(claim, by) {
    const claims = this.claimsOf(claim.stop);
    return claims[claims.indexOf(claim) + Number(by)];
  }

  /** @param {Claim} claim */
  isAnswered({ items, isWord }) {
    return isWord || items.every((item) => item in this.sitting.state.answers);
  }

  /** @param {Claim} claim */
  isDone(claim) {
    if (this.sitting.passed(claim.item)) return true;
    return !this.explains && this.isAnswered(claim) && (!claim.isWord || this.passed.has(claim.stop));
  }

  /** @param {Claim} claim */
  isOpen(claim) {
    return !this.isDone(claim) && !this.isAnswered(claim);
  }

  /** @param {Claim} claim */
  isMissed({ items }) {
    const missed = openMarks(this.marks);
    return items.some((item) => missed.includes(item));
  }

  /**
   * Return the first of some claims whose reason is to be read: of words only one that was missed, all others
   * are a tap away.
   * @param {Claim[]} claims
   */
  toRead(claims) {
    return claims.find((claim) => !claim.isWord || this.isMissed(claim));
  }

  /** @param {any} stop */
  isStopDone(stop) {
    return this.claimsOf(stop).every((claim) => this.isDone(claim));
  }

  /** Return the claim of a stop to label, or else to check, or else the first. @param {any} stop */
  firstOf(stop) {
    const claims = this.claimsOf(stop);
    return (
      claims.find((claim) => this.isOpen(claim)) || claims.find((claim) => !this.isDone(claim)) || claims[0]
    );
  }

  /** Return the stop to go to from another; none where all is done. @param {any} [stop] */
  nextStop(stop) {
    const after = this.stops.slice(this.stops.indexOf(stop) + 1),
      rest = [...after, ...this.stops].find((other) => other !== stop && !this.isStopDone(other));
    return this.explains && !this.sitting.state.committed ? rest : after[0] || rest;
  }

  /**
   * Take a claim into hand; none: the end.
   * @param {Claim|undefined} claim @param {any} [first] what is to be read first
   */
  take(claim, first) {
    if (claim?.stop !== this.now?.stop) this.said.textContent = "";
    this.now = claim;
    this.memo("place", claim?.item || "");
    this.isAhead = false;
    this.eye.disconnect();
    this.draw();
    const mark = claim && this.marks[claim.item],
      picked = claim && this.fieldOf(claim),
      focus = first || (mark ? claim.box : picked) || one(this.end, "h4");
    if (focus !== picked) focus.tabIndex = -1;
    this.dock.style.maxHeight = ""; // the last that is changed before the page is laid out, to take the focus
    focus.focus({ preventScroll: true });
    this.dock.scrollTop = 0;
    this.trim();
    // Of all the exercise, what is scrolled to stands there: it alone is styled anew.
    (claim?.stop || this.end).style.setProperty("--ss-low", `${this.dock.offsetHeight}px`);
    const last = mark ? one(claim.box, ".ss-verdict") : focus === picked ? claim?.rows[0] : focus;
    for (const part of [claim?.text, last, mark ? null : focus])
      part?.scrollIntoView({ block: "nearest" }); // margins: by CSS
    if (!mark && claim && !this.isCut(focus, true)) this.dock.scrollTop = 0; // the question, too
    this.showWhole(claim, mark);
  }

  /**
   * Bring the end of the panel into the window. Below a sentence that is judged it may be too high for that:
   * then the sentence stays.
   * @param {Claim|undefined} claim @param {any} mark
   */
  showWhole(claim, mark) {
    let by = this.dock.getBoundingClientRect().bottom + 8 - innerHeight;
    if (this.short.matches) {
      if (mark || !claim || claim.isWord) return;
      const margin = parseFloat(getComputedStyle(claim.text).scrollMarginTop) - 12;
      by = Math.min(by, claim.text.getBoundingClientRect().top - margin);
    }
    if (by > 0) scrollBy({ top: by, behavior: "instant" });
  }

  /** Return where an answer to a claim is given, or was. @param {Claim} claim */
  fieldOf({ rows, fields }) {
    const button = one(rows[0], "[aria-pressed=true]") || one(rows[0], "[data-decide]");
    return button || fields.find((field) => field.checked) || fields[0];
  }

  /** Stay at the claim in hand when a phone is turned, if the student is at work here. */
  stay() {
    if (!this.isList && this.root.contains(document.activeElement))
      this.now?.text.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  /** Go to a stop, or to the end where there is none. @param {any} stop */
  visit(stop) {
    this.passed.add(this.now?.stop);
    if (stop) return this.take(this.firstOf(stop), one(stop, "h4"));
    if (!this.sitting.state.committed) this.hold(() => this.exercise.commitAll());
    this.take(undefined);
  }

  /**
   * Do something that would draw the walk again and again. Whoever calls this draws it once, behind it.
   * @template T
   * @param {() => T} act @returns {T}
   */
  hold(act) {
    this.isHeld = true;
    try {
      return act();
    } finally {
      this.isHeld = false;
    }
  }

  /** Walk once more, over some of the claims. @param {string[]} items */
  again(items) {
    for (const item of items) delete this.marks[item];
    this.draw();
    const first = this.claims.find((claim) => claim.items.some((item) => items.includes(item)));
    if (!this.isList) this.take(first);
  }

  /** Tell whether something is shown as checked that is not, or not any more. */
  isStale() {
    return Object.keys(this.marks).some((item) => this.sitting.passed(item) !== "checked");
  }

  /** Take over what the key says of what is checked. @param {Walk["marks"]} marks */
  show(marks) {
    this.marks = { ...marks };
    this.draw();
  }

  /**
   * Return what the big button is for, and what it does.
   * @param {Claim} now @returns {[string, () => void]}
   */
  step(now) {
    const first = this.firstOf(now.stop),
      claims = this.claimsOf(now.stop),
      next = now.item in this.marks && this.toRead(claims.slice(claims.indexOf(now) + 1)),
      stop = this.nextStop(now.stop);
    if (this.isAhead) return [now === this.claims[0] ? "first" : "back", () => this.take(now)];
    if (this.isOpen(first)) return ["more", () => this.take(first)];
    if (this.explains && !this.isDone(first)) return ["check", () => this.settle(now.stop, true)];
    if (next) return ["more", () => this.take(next)];
    return [stop ? "next" : this.sitting.state.committed ? "over" : "end", () => this.visit(stop)];
  }

  /**
   * Check the claims of a stop, or leave them out: nobody must label it.
   * @param {any} stop @param {boolean} seen
   */
  async settle(stop, seen) {
    const claims = this.claimsOf(stop),
      items = claims.filter((claim) => !this.isDone(claim)).flatMap((claim) => claim.items);
    const shown = this.hold(() => this.exercise.note(items, seen ? "checked" : "skipped"));
    if (shown) this.draw(); // the reasons are on their way
    await shown;
    if (seen) this.take(this.toRead(claims) || claims[0]);
    else this.visit(this.nextStop(stop));
  }

  /** @param {any} event */
  takeClick(event) {
    const target = event.target.closest("button, input, [data-claim]"),
      { now } = this,
      { claim, by, stop, decide, percent, do: act } = target?.dataset || {},
      word = this.claims.find((one) => one.isWord && one.text === target);
    if (act === "list") {
      this.memo("list", this.isList ? "" : "1");
      document.dispatchEvent(new Event("ss-view")); // all exercises of the page turn
    }
    if (act === "keys") this.switchKeys(target.ariaPressed === "false");
    if (!target || this.isList) return;
    if (event.detail && event.timeStamp - this.pressed < PAUSE) return event.preventDefault();
    if (word && !(claim in this.marks)) return; // it is being tapped
    if (claim) this.take(this.claimOf(claim));
    else if (stop) this.visit(this.stops[stop]);
    else if (!now) return;
    else if (by) this.take(this.neighbour(now, by));
    else if (act === "go") this.step(now)[1]();
    else if (act === "skip") this.settle(now.stop, false);
    else if (decide) this.decide(now, decide);
    else if (percent) this.tellSure(now, percent);
    else if (target.type === "radio" && target.value === this.sitting.state.answers[now.item]) {
      target.checked = false; // the same label again takes it away
      this.exercise.takeAnswers();
      this.tell(now);
    }
    if (act || by) this.pressed = event.timeStamp;
  }

  /**
   * Decide a box of the list; the same once more takes it back.
   * @param {Claim} claim @param {string} answer
   */
  decide({ item, fields: [box] }, answer) {
    for (const { control, write } of this.exercise.controls.answers)
      if (control === box) write(box, this.sitting.state.answers[item] === answer ? undefined : answer);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Say how sure one is; the same once more takes it back. @param {Claim} claim @param {string} percent */
  tellSure({ rows }, percent) {
    const list = one(rows[0], "[data-sure]");
    list.value = list.value === percent ? "" : percent;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** @param {any} target */
  takePick(target) {
    const claim = this.claims.find((one) => one.fields.includes(target) || one.rows[0].contains(target));
    if (!claim) return;
    // What is checked stays so: a number that was typed is told of late where a press left the focus in it.
    if (this.sitting.passed(claim.item) === "skipped") this.exercise.note([claim.item], "");
    if (this.isList || claim.isWord || target.type === "text") return; // nothing moves under the thumb
    this.pressed = performance.now();
    this.tell(claim);
    const next = this.firstOf(claim.stop),
      sure = one(claim.rows[0], "[data-sure]");
    this.take(this.isOpen(next) && !this.isArrow && sure?.value !== "" ? next : claim);
    const sum = this.now === claim && claim.fields.find((field) => field.type === "text" && !field.value);
    if (sum) sum.scrollIntoView({ block: "nearest" }); // still to do, and perhaps below the labels
  }

  /** Let digits pick labels, or leave them to whoever speaks to the computer. @param {boolean} isOn */
  switchKeys(isOn) {
    this.memo("keys", isOn ? "" : "off");
    for (const button of all(document, "[data-do=keys]")) button.ariaPressed = isOn;
  }

  /** @param {Claim} claim */
  nameOf({ item }) {
    return nameOf(this.exercise.controls, item, this.sitting.state.answers[item]);
  }

  /** Say what was picked, and for which claim: the next one may be in hand by now. @param {Claim} claim */
  tell(claim) {
    const [name, means] = this.nameOf(claim);
    this.said.textContent = name && `${this.one} ${claim.text.dataset.n}: ${name}. ${means}`;
  }

  /** @param {any} event */
  takeKey(event) {
    const { key, target } = event,
      { now } = this,
      by = key === "ArrowUp" ? -1 : Number(key === "ArrowDown");
    this.isArrow = /^Arrow/.test(key);
    if (this.isList || !now || target.matches("select, [type=text]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = target.closest("button, a, summary, span[data-claim]");
    if (key > 0 && this.isAhead) return; // nothing is asked yet
    if (key > 0 && this.keys.ariaPressed === "true")
      all(now.rows[0], "[type=radio], [data-decide]")[key - 1]?.click();
    else if (by) this.take(this.neighbour(now, by) || now);
    else if (key === "Enter" && !isButton) one(this.root, "[data-do=go]").click();
    else if (/^( |Enter)$/.test(key) && target.dataset.claim) target.click();
    else if (key === "Escape") now.text.focus();
    else return;
    event.preventDefault();
  }

  draw() {
    if (this.isHeld) return;
    const { root, isList } = this,
      here = /** @type {any} */ (document.activeElement);
    if (!this.now && !this.sitting.state.committed) this.now = this.firstOf(this.nextStop() || this.stops[0]);
    const { now } = this;
    root.classList.toggle("ss-walking", !isList);
    root.classList.toggle("ss-ended", !now);
    root.classList.toggle("ss-ahead", Boolean(now) && this.isAhead && !isList);
    if (now && this.isAhead) this.eye.observe(now.text);
    one(root, ".ss-left").textContent = this.claims.filter((claim) =>
      claim.isWord ? !this.isDone(claim) : this.isOpen(claim),
    ).length;
    this.stops.forEach((stop, at) => {
      const button = one(root, `[data-stop="${at}"]`);
      hide(stop, !isList && stop !== now?.stop);
      button.ariaCurrent = stop.hidden ? null : "step";
      button.classList.toggle("ss-done", this.isStopDone(stop));
    });
    for (const claim of this.claims) this.drawClaim(claim);
    if (now) this.drawPanel(now);
    this.drawEnd();
    this.putDock((this.short.matches && !isList && now && this.placeBelow(now)) || this.home);
    // What is moved has lost it. Nothing else is given it again: that alone would lay out the page.
    if (here !== document.activeElement && root.contains(here)) here.focus({ preventScroll: true });
  }

  /** Return what the panel stands behind in a low window, below the sentence in hand. @param {Claim} claim */
  placeBelow({ item, text, isWord }) {
    if (!isWord) return text.nextSibling; // what is said of it
    return item in this.marks && text.closest("[data-unit]");
  }

  /** @param {any} after */
  putDock(after) {
    if (after.nextSibling === this.dock) return;
    const here = /** @type {any} */ (document.activeElement);
    if (this.dock.contains(here)) here.blur(); // a number typed in it is taken now, not amid the move
    after.after(this.dock);
  }

  /** @param {Claim} claim */
  drawClaim(claim) {
    const { item, text, rows, box, isWord } = claim,
      { answers, confidence } = this.sitting.state,
      mark = this.marks[item] || "",
      passed = this.sitting.passed(item);
    for (const part of [text, ...rows])
      part.classList.toggle("ss-now", claim === this.now && (!isWord || Boolean(mark)));
    rows[0].classList.toggle("ss-told", Boolean(mark));
    if (isWord) return;
    const verdict = one(box, ".ss-verdict")?.textContent || "",
      told = JSON.stringify([answers[item], confidence[item], mark, passed, verdict]);
    if (told === claim.told) return; // most are as they were: one passage is checked, or one claim labelled
    claim.told = told;
    const n = this.claimsOf(claim.stop).indexOf(claim) + 1,
      name = this.nameOf(claim)[0] || (passed === "skipped" ? "Skipped" : "");
    for (const button of all(rows[0], "[data-decide]"))
      button.ariaPressed = button.dataset.decide === answers[item];
    for (const button of all(rows[0], "[data-percent]"))
      button.ariaPressed = Number(button.dataset.percent) === confidence[item];
    Object.assign(text.dataset, { n, mark, tag: name && (SIGNS[mark] || "") + name });
    text.nextSibling.textContent = `${this.one} ${n}: ${name} ${verdict}`; // which describes it
  }

  /** @param {Claim} now */
  drawPanel(now) {
    const { root } = this,
      go = one(root, "[data-do=go]"),
      claims = this.claimsOf(now.stop),
      open = claims.filter((claim) => this.isOpen(claim)).length,
      isAsked = now.isWord && !(now.item in this.marks); // it is the whole passage that is in hand
    const hand = one(root, ".ss-hand"),
      question = now.item in this.marks ? "" : `: ${hand.dataset.ask}`;
    hide(hand, isAsked);
    one(hand, "b").textContent = `${this.one} ${claims.indexOf(now) + 1} of ${claims.length}${question}`;
    for (const button of all(root, "[data-by]")) button.disabled = !this.neighbour(now, button.dataset.by);
    go.disabled = this.isOpen(now) && !this.isAhead;
    go.textContent = go.disabled ? `${open} to go` : go.dataset[this.step(now)[0]];
    hide(one(root, "[data-do=skip]"), this.isStopDone(now.stop));
    hide(this.said, now.item in this.marks);
    // What plans and keys call it: a place in the text or a row, never the short name of an option.
    one(root, ".ss-hand b").dataset.code = /^[a-z]\d/.test(now.item) ? now.item : "";
  }

  drawEnd() {
    hide(this.end, Boolean(this.now));
    if (this.now) return;
    const missed = openMarks(this.marks),
      [score, missing] = all(this.end, ".ss-score, .ss-missed");
    if (score) {
      score.textContent = this.exercise.result.textContent;
      missing.hidden = !missed.length;
    }
    for (const link of all(this.end, "button")) {
      const { text, items } = /** @type {Claim} */ (this.claimOf(link.dataset.claim));
      link.parentNode.hidden = !items.some((item) => missed.includes(item));
      link.textContent = text.textContent || text.ariaLabel; // in the copy's wording
    }
  }
}

/**
 * Hide a part, or show it. Told what it is already, a browser would style it anew.
 * @param {any} part @param {boolean} isHidden
 */
function hide(part, isHidden) {
  if (part.hidden !== isHidden) part.hidden = isHidden;
}

/**
 * Lay a row of buttons over a list of how sure one may be: no list to open, nothing to aim at twice.
 * @param {any} list
 */
function offerPercents(list) {
  const row = make("span", "ss-walk ss-percents");
  Object.assign(row, { role: "group", ariaLabel: list.labels[0].textContent });
  for (const { value, text } of list.options) {
    if (!value) continue;
    const button = make("button", "ss-button ss-quiet", /\w+(?=\))/.exec(text)?.[0] || text); // six in a row
    Object.assign(button, { type: "button", ariaLabel: text });
    button.dataset.percent = value;
    row.append(button);
  }
  list.after(row);
}
