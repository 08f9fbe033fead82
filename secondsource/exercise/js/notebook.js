// The exercise in a notebook: answers and marks live in Python. No page of the book loads this file.

import { drawCard } from "./cards.js";
import { findControls, nameOf } from "./controls.js";
import { all, make, one } from "./dom.js";
import { bind } from "./exercise.js";
import { arrived } from "./later.js";
import { reasons } from "./reasons.js";
import { blend, LONGEST_TEXT, now, readState } from "./sitting.js";
import { startWalk } from "./walk.js";

/** @typedef {import("./sitting.js").State} State */
/** @typedef {"answers"|"confidence"|"checked"} Part of a State: what a student does */
/** @typedef {State & {base: State, name: string}} Draft with the State it was typed into */
/** @typedef {ReturnType<typeof notebookStore>} NotebookStore */

// A notebook has all in one module: its host loads no second.
Object.assign(arrived, { reasons: () => ({ reasons }), walk: () => ({ startWalk }) });

const PATIENCE = 3000; // ms without a word from Python: after that a kernel is dead, restarted or busy
const DRAFTS = "secondsource/draft/";
const BOOK = "secondsource/2/study/"; // where the book keeps it; `lab` serves that edition
const LOST = "NOT SAVED: run this cell again.";
const KEPT = "What you typed is kept in this browser.";
const NOT_KEPT = "Copy what you typed before you do: this browser does not let the page keep anything.";
const UNCHECKED = "NOT CHECKED: Python does not answer. Run this cell again, then check once more.";
const UNEXPLAINED = "The reasons come when Python answers. When no cell is running, run this cell again.";
const WORK = /** @type {Part[]} */ (["answers", "confidence", "checked"]);

/**
 * What was typed into one exercise and not saved by Python, in this browser: one draft for each view, so that
 * no tab overwrites another's. A draft is a State, and in `base` the State it was typed into.
 * @param {string} place
 */
function draftsOf(place) {
  // On a hub: whose server it is.
  const hub = location.pathname.replace(/\/(lab|tree|notebooks|doc)(\/.*)?$/, "");
  const prefix = `${DRAFTS}${hub}#${place}/`,
    own = prefix + Math.random().toString(36).slice(2);
  /** @param {string} name @returns {Draft|null} */
  const read = (name) => {
    try {
      const { base, ...typed } = JSON.parse(localStorage.getItem(name) || "{}"),
        draft = readState(typed),
        before = readState(base);
      return draft && before && { ...draft, base: before, name };
    } catch {
      return null;
    }
  };
  return {
    /** Keep a draft; return false where the browser does not let us. @param {State & {base: any}} draft */
    keep(draft) {
      try {
        localStorage.setItem(own, JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    drop(name = own) {
      try {
        localStorage.removeItem(name);
      } catch {
        /* nothing was kept */
      }
    },
    /** Return the drafts of all other views. */
    others() {
      let names = /** @type {string[]} */ ([]);
      try {
        names = Object.keys(localStorage);
      } catch {
        /* nothing was kept */
      }
      const others = names.filter((name) => name.startsWith(prefix) && name !== own).sort();
      return others.map(read).filter((draft) => draft !== null);
    },
  };
}

/**
 * Send a message to Python. JupyterLab throws where the kernel was restarted; then there is no answer, and
 * that is told.
 * @param {any} model
 * @param {object} message
 */
function send(model, message) {
  try {
    model.send(message);
  } catch (error) {
    console.warn(error);
  }
}

/**
 * @param {any} model of anywidget
 * @param {(text: string) => void} tell says it in the line on saving
 * @param {(text: string) => void} say … in the line on results
 */
function notebookStore(model, tell, say) {
  const drafts = draftsOf(model.get("place") || ""),
    places = new Map();
  let base = model.get("state"),
    sent = "",
    fate = KEPT,
    late = false,
    quiet = false;
  let saving = 0,
    checking = 0,
    answered = /** @type {((message: any) => void)|undefined} */ (undefined);

  const isPending = () => sent !== "" && model.get("kept") !== sent;
  const store = {
    drafts,
    get savedText() {
      return late ? `${LOST} ${fate}` : isPending() ? "Saving …" : model.get("saved");
    },
    load: () => model.get("state"),
    /** Where a student is lasts as long as the view. @param {string} part @param {string} [value] */
    memo(part, value) {
      if (value !== undefined) places.set(part, value);
      return places.get(part) ?? null;
    },
    /**
     * Send a state to Python. It is kept in the browser from the first letter: a tab may be closed before
     * three seconds are over.
     * @param {State} state
     */
    save(state, byOthers = false) {
      fate = drafts.keep({ ...state, base }) ? KEPT : NOT_KEPT;
      sent = state.times.saved;
      quiet = !byOthers;
      model.set("state", state);
      quiet = false;
      model.save_changes();
      saving ||= setTimeout(() => {
        late = true;
        tell(store.savedText);
      }, PATIENCE);
      tell(store.savedText); // “Saving …” until Python says that it is done: a kernel may be dead
      return store.savedText;
    },
    /** Python said something about saving. */
    heard() {
      const text = model.get("saved");
      if (!text || (isPending() && !text.startsWith("NOT SAVED"))) return;
      clearTimeout(saving);
      saving = 0;
      late = false;
      if (!isPending()) {
        base = model.get("state");
        sent = "";
        drafts.drop();
      }
      tell(isPending() ? `${text} ${fate}` : text);
    },
    /** @param {Record<string, string>} answers @param {import("./sitting.js").Show} show */
    commit(answers, show) {
      store.stop();
      // The second: nobody pressed a button, a cell was run.
      const without = isPending() ? UNCHECKED : UNEXPLAINED;
      answered = (message) => {
        if (message.type !== "feedback") return;
        store.stop();
        for (const item of Object.values(message.key || {}))
          item.evidence = item.evidence?.map(drawCard);
        show(message.marks, message.key);
      };
      model.on("msg:custom", answered);
      checking = setTimeout(() => say(without), PATIENCE);
      const { committed, passages } = /** @type {State} */ (readState(model.get("state") || {})),
        items = Object.keys(passages).filter((item) => passages[item] === "checked");
      send(model, { type: "commit", answers, ...(!committed && { items }) });
    },
    stop() {
      clearTimeout(checking);
      if (answered) model.off("msg:custom", answered);
      answered = undefined;
    },
    /** @param {(state: any) => void} changed */
    watch(changed) {
      const listen = () => {
        if (!quiet) changed(model.get("state"));
      };
      model.on("change:state", listen);
      return () => {
        model.off("change:state", listen);
        clearTimeout(saving);
        store.stop();
      };
    },
  };
  return store;
}

/**
 * Return the entries of a draft that differ from what it was typed into and from what is saved now.
 * @param {Draft} draft @param {State} held @param {Part} part
 */
function typedIn(draft, held, part) {
  const names = Object.keys({ ...draft.base[part], ...draft[part] });
  const typed = draft[part],
    base = draft.base[part];
  return names.filter((name) => typed[name] !== base[name] && typed[name] !== held[part][name]);
}

/**
 * Return the state `held` with what a draft adds, and which of its answers found no place. Nothing newer is
 * overwritten: a newer text stays, and the draft's stands below it.
 * @param {State} held
 * @param {Draft} draft
 */
function putBack(held, draft) {
  const state = /** @type {any} */ ({ ...held }),
    left = /** @type {string[]} */ ([]);
  for (const part of WORK) {
    state[part] = { ...held[part] };
    for (const name of typedIn(draft, held, part)) {
      const typed = draft[part][name],
        newer = held[part][name],
        both = `${newer || ""}\n\n${typed}`.trim();
      if (newer === draft.base[part][name]) {
        const added = typed === undefined ? {} : { [name]: typed };
        state[part] = blend(state[part], { [name]: newer }, added);
      } else if (name === "text" && typed && both.length <= LONGEST_TEXT) state[part][name] = both;
      else if (part === "answers" && typed) left.push(name);
    }
  }
  return { state: /** @type {State} */ (state), left };
}

/**
 * Return what an item asks and what an answer to it means, as the page has them.
 * @param {any} root
 * @param {string} item
 * @param {string|undefined} answer
 */
function spell(root, item, answer) {
  const isItem = (/** @type {any} */ { dataset }) =>
    [dataset.item, dataset.answer, dataset.tap].includes(item);
  const control = all(root, "[data-item], [data-answer], [data-tap]").find(isItem);
  const asked =
    control?.querySelector(".ss-unit-text, th, label") || control?.closest("label") || control?.labels?.[0];
  /** @type {Record<string, string>} */
  const means = { loaded: "marked as loaded", fair: "not marked" };
  const given = nameOf(findControls(root), item, answer)[0];
  return [asked ? asked.textContent : item, given || means[answer || ""] || answer || "(emptied)"];
}

/**
 * Show a draft above an exercise. The student decides.
 * @param {any} root
 * @param {Draft} draft
 * @param {State} held
 * @param {() => boolean} take puts it back, and tells whether all of it found a place
 * @param {() => void} drop
 */
function drawDraft(root, draft, held, take, drop) {
  const box = make("div", "ss-draft"),
    list = make("dl"),
    actions = make("p", "ss-draft-actions"); // a walk hides what acts on the exercise as a whole
  for (const item of typedIn(draft, held, "answers")) {
    const [asked, answer] = spell(root, item, draft.answers[item]);
    list.append(make("dt", "", asked), make("dd", "", answer));
  }
  const clash = typedIn(draft, held, "answers").some(
    (item) => held.answers[item] !== draft.base.answers[item],
  );
  const note = make(
    "p",
    "",
    clash ? "Newer answers are saved here, and they stay. Below a newer text goes yours." : "",
  );
  const back = make("button", "ss-button", "Put it back"),
    away = make("button", "ss-button ss-quiet", "Throw it away");
  back.type = away.type = "button";
  back.addEventListener("click", () => {
    if (take()) return box.remove();
    back.remove();
    note.textContent = "Newer answers are saved here, and they stay. All others are put back.";
  });
  away.addEventListener("click", () => {
    drop();
    box.remove();
  });
  actions.append(back, away);
  box.append(drawTitle(draft), list, note, actions);
  one(root, ".ss-head").after(box);
  return box;
}

/** @param {Draft} draft */
function drawTitle(draft) {
  const time = new Date(draft.times.saved),
    style = /** @type {const} */ ({ dateStyle: "medium", timeStyle: "short" });
  const when = Number(time) ? ` on ${time.toLocaleString([], style)}` : "";
  const told = `What you did here${when} was not saved, but this browser has kept it.`;
  const title = make("p", "ss-draft-title", `${told} Do you want it back?`);
  title.setAttribute("role", "alert");
  return title;
}

/**
 * Offer every draft of an exercise; return a function that stops listening. What Python has by now is
 * forgotten silently.
 * @param {any} root
 * @param {NotebookStore} store
 */
function offerDrafts(root, store) {
  const controller = new AbortController(),
    load = () => /** @type {State} */ (readState(store.load() || {}));
  for (const draft of store.drafts.others()) {
    const drop = () => store.drafts.drop(draft.name);
    if (!WORK.some((part) => typedIn(draft, load(), part).length)) {
      drop();
      continue;
    }
    const take = () => {
      const again = one(root, "[data-do=again]");
      if (!again.hidden) again.click(); // a checked exercise is locked
      const held = load(),
        { state, left } = putBack(held, draft),
        time = now(held.times.saved);
      const { fingerprint, kit } = root.dataset,
        times = { opened: time, ...held.times, saved: time };
      store.save({ ...state, revision: held.revision + 1, times, fingerprint, kit }, true);
      if (!left.length) drop(); // the view's own draft holds it until Python has saved it
      return !left.length;
    };
    const box = drawDraft(root, draft, load(), take, drop);
    const savedElsewhere = (/** @type {StorageEvent} */ event) => {
      if (event.key === draft.name && !event.newValue) box.remove();
    };
    window.addEventListener("storage", savedElsewhere, { signal: controller.signal });
  }
  return () => controller.abort();
}

/**
 * Draw the exercise of an anywidget model into `el`; only `model` and `el` are used, so any host of the
 * contract will do.
 * @param {{model: any, el: HTMLElement}} host
 */
function render({ model, el }) {
  let unbind = () => {};
  const draw = (/** @type {string} */ html) => {
    unbind();
    unbind = drawExercise(model, el, html);
  };
  draw(model.get("html"));
  const own = (/** @type {any} */ message) => {
    if (message.type === "own") draw(message.html);
  };
  model.on("msg:custom", own);
  // The wording of an own copy comes as a message: what is synced is saved in the notebook.
  if (model.get("own")) send(model, { type: "own" });
  return () => {
    unbind();
    model.off("msg:custom", own);
  };
}

/** Return what the book, study edition, keeps of an exercise in this browser. @param {string} name */
function readBook(name) {
  try {
    return readState(JSON.parse(localStorage.getItem(BOOK + name) || "null") || {});
  } catch {
    return null;
  }
}

/**
 * Take over what was done in the book, where JupyterLab serves it and this notebook has nothing yet: nobody
 * does an exercise twice.
 * @param {any} root @param {NotebookStore} store
 */
function takeFromBook(root, store) {
  const done = readBook(root.dataset.ss),
    held = readState(store.load() || {});
  if (!done?.committed || !held || held.committed || Object.keys(held.answers).length) return;
  const { id, revision } = held,
    times = { ...done.times, saved: now(held.times.saved) };
  store.save({ ...done, id: id || done.id, revision: revision + 1, times }, true);
}

/** @param {any} model @param {HTMLElement} el @param {string} html */
function drawExercise(model, el, html) {
  el.innerHTML = html; // rendered and escaped by our own Python; no answer of a student is in it
  const root = one(el, "[data-ss]"),
    line = one(root, ".ss-saved"),
    result = one(root, ".ss-result");
  const tell = (/** @type {string} */ text) => {
    line.textContent = text;
    line.classList.toggle("ss-lost", text.startsWith("NOT SAVED"));
  };
  const say = (/** @type {string} */ text) => {
    result.textContent = text;
  };
  const store = notebookStore(model, tell, say);
  const unbind = bind(root, () => store);
  takeFromBook(root, store);
  const endOffers = offerDrafts(root, store);
  // Else JupyterLab takes the arrow keys and Enter for itself. It looks for the mark on what has the focus,
  // not around it.
  root.addEventListener("focusin", (/** @type {any} */ event) => {
    event.target.dataset.lmSuppressShortcuts = "";
  });
  model.on("change:saved", store.heard);
  return () => {
    unbind();
    endOffers();
    model.off("change:saved", store.heard);
  };
}

export default { render };
