// A page of the book in a live class: it hands in what is answered, shows what the teacher opens, closes and
// shows, and says in words where the answers are. Only the live server's pages load it.

import { drawCard } from "../../exercise/js/cards.js";
import { all, make, one } from "../../exercise/js/dom.js";
import { answerFile } from "../../exercise/js/answers.js";
import { ask, listen } from "./ask.js";
import {
  heldOf,
  isSame,
  isWaiting,
  noteHeld,
  readAnswers,
  recall,
  remember,
  takeAnswers,
  watchAnswers,
} from "./device.js";
import { Outbox } from "./outbox.js";
import { saveFile } from "./file.js";

const EDITION = "live"; // answers are kept by it (storage.js): this page may have no exercise that says so
const NEWS = 40_000; // ms
const GRACE = 2_500; // ms before waiting answers are worth a word: most are there by then
const TYPES = ["click", "beforeinput", "keydown", "change", "submit", "pointerdown"];
// What a closed exercise still does: reading, and going from passage to passage.
const READING = "details, a, [data-do=step], [data-do=list], [data-stop], [data-by], [data-claim]";
/** @type {Record<string, string>} */
const NOT_OPEN = {
  soon: "Your teacher has not opened this exercise yet. You can read it already.",
  closed: "Closed. What you answered is kept and handed in; nothing more can be changed.",
};

class LivePage {
  /** @param {import("./device.js").Me} me */
  constructor(me) {
    this.me = me;
    this.roots = new Map(all(document, "[data-ss]").map((root) => [root.dataset.ss, root]));
    /** @type {any} */
    this.lesson = recall("lesson");
    this.outbox = new Outbox(me, () => this.draw());
    this.isThere = true;
    this.isOver = false;
    this.isNew = true; // nothing was heard yet
    this.bar = drawBar(me);
    placeBar(this.bar);
  }

  start() {
    watchAnswers(() => {
      this.outbox.soon();
      setTimeout(() => this.draw(), GRACE);
    });
    for (const type of TYPES) document.addEventListener(type, (event) => this.hold(event), true);
    this.bar.addEventListener("click", (/** @type {any} */ event) => this.act(event.target.dataset.live));
    this.events = listen("/live/events", this.me.token, {
      event: (name, told) => (name === "closing" ? this.foretell(told) : this.take(told)),
      open: (isOpen, status) => this.noteWay(isOpen, status),
    });
    const hurry = () => {
      this.events?.hurry();
      this.outbox.soon(0);
    };
    for (const type of ["online", "pageshow", "focus"]) window.addEventListener(type, hurry);
    document.addEventListener("visibilitychange", () => document.hidden || hurry());
    window.addEventListener(
      "beforeunload",
      (event) => this.outbox.waiting().length && event.preventDefault(),
    );
    if (this.lesson) this.apply(this.lesson);
    this.bringMine();
    setInterval(() => this.draw(), 5_000);
    this.draw();
  }

  /** Take over what this student has handed in with another device, and hand in what is only here. */
  async bringMine() {
    const { status, said } = await ask("/live/mine", this.me.token);
    if (status === 401) this.isOver = true;
    if (status === 200)
      for (const [name, theirs] of Object.entries(said.sittings)) this.compare(name, theirs);
    this.outbox.soon(0);
    this.draw();
  }

  /** @param {string} name @param {any} theirs */
  compare(name, theirs) {
    const mine = readAnswers(name),
      held = heldOf(name);
    if (mine && isSame(mine, theirs.state))
      noteHeld(name, { arrived: Date.now() / 1000, ...held, ...theirs });
    else if (held && !mine)
      return; // deleted on this device
    else if ((held?.revision || 0) < theirs.revision && !isWaiting(name)) {
      noteHeld(name, { arrived: Date.now() / 1000, ...theirs });
      takeAnswers(name, theirs.state);
    } else if ((held?.revision || 0) < theirs.revision) this.outbox.take(name, theirs);
  }

  /** @param {boolean} isOpen @param {number} status */
  noteWay(isOpen, status) {
    this.isThere = isOpen;
    if (status === 401) this.isOver = true;
    if (isOpen) this.outbox.soon(0);
    this.draw();
  }

  // what the teacher does

  /** @param {any} lesson */
  take(lesson) {
    const before = this.lesson || { open: [], shown: [], closed: [] },
      { reasons, ...rest } = lesson;
    this.lesson = rest;
    remember("lesson", rest);
    this.apply(lesson);
    if (!this.isNew || before.version) this.announce(before, rest);
    this.isNew = false;
  }

  /** @param {any} before @param {any} lesson */
  announce(before, lesson) {
    const title = (/** @type {string} */ name) =>
        one(this.roots.get(name) || document, ".ss-title")?.textContent,
      here = (/** @type {string} */ part, /** @type {string} */ words) =>
        lesson[part]
          .filter((/** @type {string} */ name) => this.roots.has(name) && !before[part].includes(name))
          .map((/** @type {string} */ name) => `${words}: “${title(name)}”.`),
      news = [
        ...here("open", "Open now"),
        ...here("closed", "Closed"),
        ...here("shown", "The reasons are here"),
      ];
    const elsewhere = lesson.open.filter(
      (/** @type {string} */ name) => !this.roots.has(name) && !before.open.includes(name),
    ).length;
    if (elsewhere) news.push("Your teacher has opened something: see “What is open”.");
    if (lesson.ended && !before.ended)
      news.push("The class is over. You can read on as long as this page is open.");
    if (news.length) this.tell(news.join(" "));
  }

  /** @param {any} lesson */
  apply(lesson) {
    for (const [name, root] of this.roots) {
      const part = lesson.open.includes(name) ? "" : lesson.closed.includes(name) ? "closed" : "soon";
      markRoot(root, lesson.shown.includes(name) ? "" : part);
      if (lesson.shown.includes(name)) this.showReasons(name, root, lesson.reasons?.[name]);
    }
    for (const name of lesson.shown) this.noteSeen(name);
    this.askReasons();
    this.draw();
  }

  /** Keep apart what was answered before the reasons came: that is what counts. @param {string} name */
  noteSeen(name) {
    if (recall(`seen/${name}`)) return;
    if (isWaiting(name)) remember(`before/${name}`, readAnswers(name));
    remember(`seen/${name}`, true);
    this.outbox.soon(0);
  }

  /** @param {string} name @param {any} root @param {any} [reasons] */
  async showReasons(name, root, reasons) {
    if (one(root, ".ss-key")) return;
    this.noteSeen(name);
    if (!reasons) {
      const { status, said } = await ask(`/live/reasons/${name}`, this.me.token);
      if (status !== 200 || one(root, ".ss-key")) return;
      reasons = said;
    }
    putCards(root, reasons);
    const key = make("script", "ss-key", JSON.stringify(reasons));
    key.type = "application/json";
    root.append(key);
    root.dispatchEvent(new Event("ss-reasons"));
  }

  /** Reasons at once: ask for those of what is handed in. */
  askReasons() {
    if (!this.lesson || this.lesson.mode === "show") return;
    for (const [name, root] of this.roots)
      if (readAnswers(name)?.committed && !isWaiting(name)) this.showReasons(name, root);
  }

  /** @param {any} told */
  foretell(told) {
    const mine = told.activities.filter((/** @type {string} */ name) => this.roots.has(name));
    if (mine.length)
      this.tell(`Closing in ${told.seconds} seconds. What you have typed by then is kept and handed in.`);
  }

  /** Say some news; on a phone its line is needed again after a while. @param {string} text */
  tell(text) {
    const line = one(this.bar, ".lv-news");
    if (line.textContent !== text) line.textContent = text;
    setTimeout(() => line.textContent === text && line.replaceChildren(), NEWS);
  }

  /** Let nothing be changed where it is not open; the focus and the text stay. @param {any} event */
  hold(event) {
    const root = event.target instanceof Element && /** @type {any} */ (event.target.closest("[data-live]"));
    if (!root) return;
    const control = event.target.closest(
        "input, select, textarea, label, [data-do=commit], [data-do=again], form",
      ),
      free = event.target.closest(READING),
      key = event.type === "keydown" && /^(Tab|Shift|Escape|Page|Home|End)/.test(event.key);
    if (!control || free || key) return;
    if (event.type === "keydown" && event.target.closest("textarea, input[type=text]")) return; // beforeinput
    event.preventDefault();
    event.stopPropagation();
    this.tell(NOT_OPEN[root.dataset.live]); // the note of the exercise may be out of sight
  }

  // what is said

  draw() {
    const waiting = this.outbox.waiting().length,
      said = one(this.bar, ".lv-said"),
      text = this.describe(waiting);
    if (said.textContent !== text) said.textContent = text;
    const isAway = this.isAway();
    this.bar.classList.toggle("lv-away", isAway || this.isOver);
    one(this.bar, ".lv-help").hidden = !(isAway || this.isOver || this.outbox.refused.size);
    one(this.bar, "[data-live=bring]").hidden = !isAway;
    this.askReasons();
  }

  isAway() {
    return !this.isThere || (this.outbox.status !== 200 && this.outbox.status !== 409);
  }

  /** @param {number} waiting */
  describe(waiting) {
    const last = this.outbox.last(),
      kept = waiting
        ? `kept here, ${waiting} waiting for the teacher’s computer`
        : last
          ? `handed in ${clock(last)}`
          : "nothing to hand in yet";
    if (this.isOver) return `${kept}. This class is not there any more: save your answers as a file.`;
    if (this.outbox.refused.size)
      return `${kept}. Something in them is not taken: save your answers as a file.`;
    if (this.outbox.status === 503) return `${kept}. It cannot keep anything now; your teacher sees why.`;
    if (this.isAway()) return `${kept}. It is out of reach: do not reload this page.`;
    return kept;
  }

  /** @param {string|undefined} act */
  act(act) {
    if (act === "file") saveFile(answerFile(one(document, "[data-kit]")?.dataset.kit || ""));
    if (act === "bring") one(this.bar, "form").hidden = !one(this.bar, "form").hidden;
  }
}

/** @param {number} seconds since 1970, by the teacher's computer */
const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });

/**
 * Put the second sources of reasons into the page, where an exercise looks for them by their names.
 * @param {any} root @param {any} reasons
 */
function putCards(root, reasons) {
  const held = make("div", "ss-held");
  held.hidden = true;
  root.append(held);
  for (const item of /** @type {any[]} */ (Object.values(reasons)))
    item.evidence = item.evidence?.map((/** @type {any} */ card) => {
      const drawn = drawCard(card);
      drawn.id = `${root.id}-card-${held.children.length + 1}`;
      held.append(drawn);
      return drawn.id;
    });
}

/** @param {any} root @param {string} part "soon", "closed", or "" where it is open */
function markRoot(root, part) {
  let line = one(root, ".lv-note");
  if (part) root.dataset.live = part;
  else delete root.dataset.live;
  if (!line) {
    line = make("p", "lv-note");
    one(root, ".ss-head")?.append(line);
  }
  line.textContent = NOT_OPEN[part] || "";
  line.hidden = !part;
}

/** Put the line below the book's head, where it stays in sight. @param {any} bar */
function placeBar(bar) {
  const head = one(document, "header");
  if (head) head.after(bar);
  else document.body.prepend(bar);
}

/** @param {import("./device.js").Me} me */
function drawBar(me) {
  const bar = make("section", "lv-bar"),
    said = make("p", "lv-said", "…"),
    news = make("p", "lv-news"),
    help = make("details", "lv-help"),
    home = make("a", "lv-home", "What is open");
  bar.dataset.edition = EDITION;
  bar.setAttribute("aria-label", "Live class");
  for (const line of [said, news]) line.setAttribute("role", "status");
  home.href = "/live/";
  const who = make("p", "lv-who", me.name);
  help.append(
    make("summary", "", "What can I do?"),
    makeButton("Save my answers as a file", "file"),
    makeButton("It has another address now", "bring"),
  );
  help.hidden = true;
  help.append(drawBring(me));
  bar.append(who, said, home, news, help);
  return bar;
}

/** @param {string} text @param {string} act */
function makeButton(text, act) {
  const button = make("button", "lv-button", text);
  button.type = "button";
  button.dataset.live = act;
  return button;
}

/** The laptop has another address: hand answers to it in a window of its own. @param {any} me */
function drawBring(me) {
  const form = make("form", "lv-bring"),
    label = make("label", "", "The address on the projector, for example http://192.168.1.20:8460 "),
    field = make("input"),
    go = make("button", "lv-button", "Take my answers there");
  Object.assign(field, { type: "url", required: true, placeholder: "http://" });
  label.append(field);
  form.append(label, go);
  form.hidden = true;
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const there = new URL(field.value);
    if (there.protocol !== "http:" || there.origin === location.origin) return;
    const other = window.open(`${there.origin}/live/`);
    window.addEventListener("message", (message) => {
      if (message.source !== other || message.origin !== there.origin || message.data !== "ready") return;
      other?.postMessage({ me, ...answerFile("") }, there.origin);
    });
  });
  return form;
}

/** @type {import("./device.js").Me|null} */
const me = recall("me");
if (me?.token) new LivePage(me).start();
else {
  const bar = make("section", "lv-bar"),
    link = make("a", "lv-home", "Join the class");
  link.href = "/live/";
  bar.setAttribute("aria-label", "Live class");
  bar.append(make("p", "lv-said", "You are reading. To hand answers in:"), link);
  placeBar(bar);
}
