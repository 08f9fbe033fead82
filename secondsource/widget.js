// @ts-check
// Brings an exercise to life. The questions are in the page already (activity.html); this finds the controls, takes answers,
// commits, shows feedback and saves. One source, two uses: a classic script in the book, an ES module in a notebook (bundle.py).

// ---- Marking: must satisfy tests/marking_cases.json, as marking.py does -------------------------------------------------

/** @typedef {{answer?: string, name?: string, why?: string, sound?: string, also?: Object<string, string>, whyNot?: Object<string, string>,
 *   contested?: boolean, evidence?: any[], tolerance?: number, number?: boolean, target?: string, rubric?: string[], model?: string}} Key */
/** @typedef {{answers: Object<string, string>, confidence: Object<string, number>, first: Object<string, string>, checked: Object<string, boolean>,
 *   committed: boolean, tries: number, times: Object<string, string>, fingerprint: string, kit: string}} State */

const NUMBER = /^\s*[~≈]?\s*([+-]?[\d.,\s\u00a0\u202f]*\d)\s*(?:%|[^\d\s][^\d]*)?$/;

/** Return the number a person typed ("1,000", "5,5 a day", "67%"), or null when it is not one plain number. @param {string} text */
function parseNumber(text) {
  const match = NUMBER.exec(text);
  if (!match) return null;
  let digits = match[1].replace(/[\s\u00a0\u202f]/g, "");
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) digits = digits.replace(/,/g, "");
  digits = digits.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : null;
}

/** Return blank, kept, unreadable, contested, right, also or wrong. @param {string|undefined} response @param {Key} key */
function markItem(response, key) {
  if (response === undefined || response.trim() === "") return "blank";
  if (key.rubric) return "kept";
  if (key.number && parseNumber(response) === null) return "unreadable";
  if (key.contested) return "contested";
  if (key.number) return Math.abs(parseNumber(response) - Number(key.answer)) <= (key.tolerance || 0) + 1e-9 ? "right" : "wrong";
  if (response === key.answer) return "right";
  return Object.hasOwn(key.also || {}, response) ? "also" : "wrong";
}

/** @param {Object<string, string>} answers @param {Object<string, Key>} key */
function markAll(answers, key) {
  return Object.fromEntries(Object.keys(key).map((item) => [item, markItem(answers[item], key[item])]));
}

const SOUND_ANSWERS = ["S0", "F0", "fair", "no"];

/** Count hits (weak spots noticed) and false alarms (sound items objected to). X is neither: it says that nothing is claimed. */
function tally(answers, marks, key) {
  const count = { scored: 0, right: 0, contested: 0, weak: 0, hits: 0, sound: 0, alarms: 0 };
  for (const [item, mark] of Object.entries(marks)) {
    if (mark === "contested") count.contested++;
    if (mark === "kept" || key[item].contested || key[item].rubric) continue;
    count.scored++;
    if (mark === "right" || mark === "also") count.right++;
    const target = key[item].target;
    const objected = Boolean(answers[item]) && answers[item] !== "X" && !SOUND_ANSWERS.includes(answers[item]);
    if (target === "weak") { count.weak++; if (objected) count.hits++; }
    if (target === "sound") { count.sound++; if (objected && mark === "wrong") count.alarms++; }
  }
  return count;
}

// ---- Controls: answers in and out of the page ---------------------------------------------------------------------------

/** @param {Element} root @param {string} selector @returns {any[]} */
const all = (root, selector) => [...root.querySelectorAll(selector)];

/** Make an element. Text is always text: nothing that a file or a person says is read as HTML. */
function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Return the answers as the controls show them. Ticks and taps count as an answer only once something was committed. */
function readControls(root, committed) {
  const answers = {};
  for (const radio of all(root, "input[type=radio]:checked")) answers[radio.closest("[data-item]").dataset.item] = radio.value;
  for (const control of all(root, "select[data-answer], input[type=text][data-answer], textarea[data-answer]")) {
    if (control.value.trim()) answers[control.dataset.answer] = control.value;
  }
  for (const box of all(root, "input[type=checkbox][data-answer]")) {
    if (box.checked || committed) answers[box.dataset.answer] = box.checked ? "yes" : "no";
  }
  for (const tap of all(root, "[data-tap]")) {
    if (tap.checked || committed) answers[tap.dataset.tap] = tap.checked ? "loaded" : "fair";
  }
  return answers;
}

function readPage(root, committed) {
  const confidence = Object.fromEntries(all(root, "[data-sure]").filter((sure) => sure.value).map((sure) => [sure.dataset.sure, Number(sure.value)]));
  return { answers: readControls(root, committed), confidence };
}

function writeControls(root, state) {
  const answers = state.answers;
  for (const radio of all(root, "input[type=radio]")) radio.checked = answers[radio.closest("[data-item]").dataset.item] === radio.value;
  for (const control of all(root, "select[data-answer], input[type=text][data-answer], textarea[data-answer]")) {
    if (control !== document.activeElement) control.value = answers[control.dataset.answer] || "";
  }
  for (const box of all(root, "input[type=checkbox][data-answer]")) box.checked = answers[box.dataset.answer] === "yes";
  for (const tap of all(root, "[data-tap]")) tap.checked = answers[tap.dataset.tap] === "loaded";
  for (const sure of all(root, "[data-sure]")) sure.value = state.confidence[sure.dataset.sure] || "";
}

/** Return the ids of items that need an answer of their own (a box left open or a word left alone is an answer). */
function openItems(root, answers) {
  const asked = all(root, "fieldset input[type=radio]").map((radio) => radio.closest("[data-item]").dataset.item)
    .concat(all(root, "select[data-answer], input[type=text][data-answer], textarea[data-answer]").map((control) => control.dataset.answer));
  const open = [...new Set(asked)].filter((item) => !answers[item]);
  const taps = all(root, "[data-tap], input[type=checkbox][data-answer]");
  const untouched = taps.length > 0 && !Object.values(answers).some((value) => value === "yes" || value === "loaded");
  return untouched ? ["nothing yet"] : open;
}

function allItems(root) {
  return all(root, "[data-feedback]").map((box) => box.dataset.feedback);
}

function lock(root, items, locked) {
  for (const item of items) {
    for (const control of all(root, `[data-item="${item}"] input, [data-item="${item}"] textarea, [data-answer="${item}"], [data-tap="${item}"], [data-sure="${item}"]`)) {
      if (!control.closest("[data-feedback]")) control.disabled = locked;
    }
  }
}

// ---- Feedback -----------------------------------------------------------------------------------------------------------

const VERDICTS = {
  right: "Right", also: "Accepted", wrong: "Not this one", blank: "Not answered", contested: "Readers differ: not scored",
  unreadable: "Type one number, for example 5.5", kept: "Compare your version",
};

function nameOf(root, item, value) {
  const chip = root.querySelector(`[data-item="${item}"] input[value="${value}"]`);
  if (chip && chip.type === "radio") return [chip.parentElement.textContent, chip.dataset.when];
  const option = root.querySelector(`select[data-answer="${item}"] option[value="${value}"]`);
  return option ? [option.textContent, option.dataset.when] : ["", ""];
}

function paragraph(lead, text) {
  const p = make("p");
  if (lead) p.append(make("b", "", lead), " ");
  p.append(text);
  return p;
}

function drawCard(card) {
  const details = make("details", "ss-card");
  const summary = make("summary", "", card.title + " ");
  summary.append(make("span", "ss-date", card.date));
  details.append(summary, make("p", "", card.says), paragraph("Published by", card.publisher), paragraph("Itself a party?", card.party));
  if (card.url) {
    const link = make("a", "", "Open the page this rests on");
    Object.assign(link, { href: card.url, target: "_blank", rel: "noreferrer noopener" });
    link.append(make("span", "ss-hidden", " (leaves the kit, new tab)"));
    const p = make("p");
    p.append(link);
    details.append(p);
  }
  return details;
}

/** Explain the label a student chose: in general, or with the key's own words for this very mistake. */
function explainChoice(root, item, response, key) {
  const [name, when] = nameOf(root, item, response);
  if (Object.hasOwn(key.whyNot || {}, response)) return paragraph(name && `You chose “${name}”.`, key.whyNot[response]);
  return name ? paragraph(`You chose “${name}”.`, `That fits ${when}.`) : "";
}

function drawFeedback(root, box, item, response, mark, key, state) {
  box.replaceChildren();
  box.className = `ss-feedback ss-${mark}`;
  const verdict = make("p", "ss-verdict", VERDICTS[mark]);
  if (key.name && mark !== "right" && mark !== "contested") verdict.append(make("span", "ss-key-name", ` · key: ${key.name}`));
  if (mark === "unreadable") { box.append(verdict); box.hidden = false; return; }
  box.append(verdict);
  if (mark === "wrong" && !key.number) box.append(explainChoice(root, item, response, key));
  if (mark === "also") box.append(paragraph("", key.also[response]));
  if (key.number && mark !== "right") box.append(paragraph("It is", `${key.answer}.`));
  if (key.why) box.append(paragraph("Why:", key.why));
  if (mark === "contested") for (const [label, reason] of Object.entries(key.also || {})) box.append(paragraph(`${nameOf(root, item, label)[0] || label}:`, reason));
  if (key.sound) box.append(paragraph("A sound version:", key.sound));
  if (key.rubric) box.append(...drawRubric(key, state));
  const sure = state.confidence[item];
  if (sure && (mark === "right" || mark === "also" || mark === "wrong")) box.append(make("p", "ss-sure-note", `You were ${sure}% sure.`));
  for (const card of key.evidence || []) box.append(drawCard(card));
  box.hidden = false;
}

function drawRubric(key, state) {
  const list = make("ul", "ss-rubric");
  key.rubric.forEach((line, index) => {
    const row = make("li"), label = make("label"), box = make("input");
    Object.assign(box, { type: "checkbox", checked: Boolean(state.checked[index]) });
    box.dataset.check = String(index);
    label.append(box, make("span", "", line));
    row.append(label);
    list.append(row);
  });
  return [paragraph("Tick what your version does:", ""), list, paragraph("One good version:", ""), make("blockquote", "ss-model", key.model)];
}

/** @returns {HTMLElement|null} the words to tap of one item */
function phraseOf(root, item) {
  const tap = root.querySelector(`[data-tap="${item}"]`);
  return tap && tap.closest(".ss-phrase");
}

function showFeedback(root, state, marks, key) {
  for (const [item, mark] of Object.entries(marks)) {
    const box = root.querySelector(`[data-feedback="${item}"]`);
    if (!box) continue;
    drawFeedback(root, box, item, state.answers[item], mark, key[item], state);
    const row = box.closest("[data-feedback-for]");
    if (row) row.hidden = false;
    const phrase = phraseOf(root, item);
    if (phrase) {
      phrase.dataset.mark = mark;
      box.prepend(make("p", "ss-quoted", phrase.textContent));
      box.querySelector(".ss-verdict").append(` · ${key[item].name === "Fair" ? "a fair word" : "a loaded word"}`);
    }
  }
}

function hideFeedback(root, items) {
  for (const item of items) {
    const box = root.querySelector(`[data-feedback="${item}"]`);
    if (!box) continue;
    box.hidden = true;
    box.replaceChildren();
    const row = box.closest("[data-feedback-for]");
    if (row && !row.querySelector("[data-feedback]:not([hidden])")) row.hidden = true;
    const phrase = phraseOf(root, item);
    if (phrase) delete phrase.dataset.mark;
  }
}

function summarise(count, marks) {
  if (Object.values(marks).includes("kept")) return "Now compare your version with the list and the model.";
  const parts = [`${count.right} of ${count.scored} right`];
  if (count.contested) parts.push(`${count.contested} to discuss`);
  if (count.weak) parts.push(`weak spots noticed: ${count.hits} of ${count.weak}`);
  if (count.sound) parts.push(`sound ones left in peace: ${count.sound - count.alarms} of ${count.sound}`);
  return parts.join(" · ") + ".";
}

// ---- One exercise -------------------------------------------------------------------------------------------------------

const emptyState = () => ({ answers: {}, confidence: {}, first: {}, checked: {}, committed: false, tries: 0, times: {}, fingerprint: "", kit: "" });

/**
 * Bind one exercise to a store and return a function that unbinds it.
 * A store has load(): State|null, save(state): string (what to tell the student), commit(answers, show): void (calls show(marks, key)
 * when there is feedback, show(null) when there is none) and watch(changed): () => void.
 */
function bind(root, store) {
  const controller = new AbortController(), on = { signal: controller.signal };
  let state = { ...emptyState(), ...store.load() }, warned = false, shown = readPage(root, false);
  const say = (text) => { root.querySelector(".ss-result").textContent = text; };
  const saved = (text) => { root.querySelector(".ss-saved").textContent = text; };
  const commitButton = root.querySelector("[data-do=commit]"), againButton = root.querySelector("[data-do=again]");

  /** Put into the stored state what changed on this page. Another tab or an older kit may have stored answers that this page does not show. */
  function save(change) {
    const held = { ...emptyState(), ...(store.load() || state) }, page = { ...shown, ...change.page }, committed = change.committed || false, time = now(held.times.saved);
    const answers = blend(held.answers, shown.answers, page.answers);
    state = {
      answers, confidence: blend(held.confidence, shown.confidence, page.confidence), checked: { ...held.checked, ...change.checked },
      first: committed && !held.tries ? answers : held.first, committed: change.committed ?? state.committed, tries: held.tries + Number(committed),
      times: { opened: time, ...held.times, ...(committed && { committed: time }), saved: time }, fingerprint: root.dataset.fingerprint, kit: root.dataset.kit,
    };
    saved(store.save(state));
    showAnswers();
  }

  function showAnswers() {
    writeControls(root, state);
    countWords(root);
    shown = readPage(root, state.committed);
  }

  function takeAnswers() {
    warned = false;
    save({ page: readPage(root, state.committed) });
  }

  function show(marks, key) {
    const items = marks ? Object.keys(marks).filter((item) => marks[item] !== "unreadable") : allItems(root);
    lock(root, items, true);
    commitButton.hidden = true;
    againButton.hidden = marks ? !Object.values(marks).some((mark) => ["wrong", "blank", "unreadable", "kept"].includes(mark)) : false;
    if (!marks) return say("Kept. Your teacher has the key.");
    showFeedback(root, state, marks, key);
    say(summarise(tally(state.answers, marks, key), marks));
    root.dispatchEvent(new CustomEvent("ss-marked", { bubbles: true, detail: { marks, count: tally(state.answers, marks, key), confidence: state.confidence } }));
  }

  function commit() {
    const open = openItems(root, readControls(root, false));
    if (open.length && !warned) {
      warned = true;
      say(open[0] === "nothing yet" ? "Nothing is chosen yet. Press again if you mean that none fits." : `${open.length} not answered yet. Press again to go on all the same.`);
      const first = root.querySelector(`[data-item="${open[0]}"] input, [data-answer="${open[0]}"]`);
      if (first) first.focus();
      return;
    }
    save({ page: readPage(root, true), committed: true });
    store.commit(state.answers, show);
    const focus = againButton.hidden ? root.querySelector(".ss-result") : againButton;
    if (focus === againButton) againButton.focus(); else { focus.tabIndex = -1; focus.focus(); }
  }

  function tryAgain() {
    const wrong = all(root, "[data-feedback]").filter((box) => /ss-(wrong|blank|unreadable|kept)/.test(box.className)).map((box) => box.dataset.feedback);
    const items = wrong.length ? wrong : allItems(root);
    hideFeedback(root, items);
    lock(root, items, false);
    commitButton.hidden = false;
    againButton.hidden = true;
    warned = true; // the second time nobody needs to be asked about open items
    save({ committed: false });
    say("Your first answers are kept. Change the open ones and check again.");
    const first = root.querySelector(`[data-item="${items[0]}"] input:not(:disabled), [data-answer="${items[0]}"], [data-tap="${items[0]}"]`);
    if (first) first.focus();
  }

  function restore() {
    showAnswers();
    const here = readControls(root, true), gone = Object.keys(state.answers).filter((item) => !(item in here)).length;
    const told = gone ? [`Of your earlier answers, ${gone} ${gone > 1 ? "fit" : "fits"} no question here any more: kept in your answer file.`] : [];
    if (state.fingerprint && state.fingerprint !== root.dataset.fingerprint) told.unshift("The text has changed since you answered. Answers to the same claims were kept.");
    if (told.length || Object.keys(state.answers).length) saved(told.join(" ") || store.savedText || "");
    if (state.committed) store.commit(state.answers, show);
  }

  root.classList.add("ss-live");
  startSteps(root, on);
  root.addEventListener("change", (event) => {
    const check = event.target.dataset.check;
    if (check !== undefined) save({ checked: { [check]: event.target.checked } });
    else takeAnswers();
  }, on);
  root.addEventListener("input", (event) => { if (event.target.matches("textarea, input[type=text]")) takeAnswers(); }, on);
  againButton.addEventListener("click", tryAgain, on);
  root.addEventListener("submit", (event) => { event.preventDefault(); commit(); }, on);
  // A number is typed and Enter pressed: that must not commit the whole page by accident.
  root.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); }, on);
  const unwatch = store.watch((changed) => { state = { ...emptyState(), ...changed }; restore(); });
  restore();
  return () => { controller.abort(); unwatch(); root.classList.remove("ss-live"); };
}

/** Return the time, ISO 8601, later than `last` even when somebody put the clock back: which save came last is told by these. @param {string} [last] */
const now = (last = "") => new Date(Math.max(Date.now(), Date.parse(last) + 1 || 0)).toISOString();

/** Return what was held, with every entry that differs between `before` and `after` as it is after. */
function blend(held, before, after) {
  const blended = { ...held };
  for (const item of Object.keys({ ...before, ...after })) {
    if (!(item in after)) delete blended[item];
    else if (before[item] !== after[item]) blended[item] = after[item];
  }
  return blended;
}

function countWords(root) {
  const count = root.querySelector(".ss-count"), text = root.querySelector("textarea");
  if (count && text) count.textContent = `${(text.value.match(/\S+/g) || []).length} words`;
}

/** Show a worked example one step at a time; all of it is in the page, so print and no-script readers have it too. */
function startSteps(root, on) {
  const steps = all(root, ".ss-step"), next = root.querySelector(".ss-next");
  if (!next || steps.length < 2) return;
  let shown = 1;
  const draw = () => {
    steps.forEach((step, index) => step.classList.toggle("ss-later", index >= shown));
    next.hidden = shown >= steps.length;
  };
  next.addEventListener("click", () => {
    shown++;
    draw();
    steps[shown - 1].tabIndex = -1;
    steps[shown - 1].focus();
  }, on);
  draw();
}

// ---- The book: saved in this browser ------------------------------------------------------------------------------------

const PREFIX = "secondsource/1/";
const SAVED = "Saved on this device", NOT_SAVED = "Not saved: this browser does not let the page keep anything. Download your answers before you leave.";
const memory = new Map(), unstored = new Set(); // what could not be stored still works until the page is closed

function readStored(name) {
  try {
    const text = !unstored.has(name) && localStorage.getItem(PREFIX + name);
    return text ? checkStored(JSON.parse(text)) : memory.get(name) || null;
  } catch { return memory.get(name) || null; }
}

/** Anything on this device may have been edited or cut short: use it only if it has the shape of a name or of a State. */
function checkStored(value) {
  const isMap = (part) => typeof part === "object" && part !== null && !Array.isArray(part);
  if (typeof value === "string") return value;
  if (!isMap(value) || !isMap(value.answers)) return null;
  const state = { ...emptyState(), ...value };
  for (const part of ["confidence", "first", "checked", "times"]) if (!isMap(state[part])) state[part] = {};
  state.answers = Object.fromEntries(Object.entries(state.answers).filter(([, answer]) => typeof answer === "string"));
  return state;
}

function writeStored(name, value) {
  memory.set(name, value);
  useMirror((mirror) => mirror.put([name, value], name));
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
    return unstored.delete(name) || true;
  } catch { return !unstored.add(name); }
}

function removeStored(name) {
  memory.delete(name);
  unstored.delete(name);
  try { localStorage.removeItem(PREFIX + name); } catch { /* nothing was stored */ }
  return useMirror((mirror) => mirror.delete(name));
}

// Chromium writes localStorage to the disk seconds later; a browser that is killed in between would lose them. IndexedDB is written at once.
let mirrorOpened;

/** Do something with the second copy of all that is stored; resolve to its result, or to undefined where the browser has no such place. */
async function useMirror(act) {
  mirrorOpened ||= new Promise((done, failed) => {
    const opening = indexedDB.open("secondsource");
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => done(opening.result);
    opening.onerror = failed;
    setTimeout(failed, 2000);
  });
  try {
    const change = (await mirrorOpened).transaction("kept", "readwrite"), request = act(change.objectStore("kept"));
    return await new Promise((done, failed) => { change.oncomplete = () => done(request.result); change.onabort = failed; });
  } catch { return undefined; }
}

/** Take from the second copy what is newer there, and tell the page as another tab would. */
async function restoreMirror() {
  const saved = (value) => value.times?.saved || "";
  for (const [name, value] of await useMirror((mirror) => mirror.getAll()) || []) {
    const copy = checkStored(value), stored = readStored(name);
    if (!copy || (stored && saved(copy) <= saved(stored))) continue;
    writeStored(name, copy);
    window.dispatchEvent(new StorageEvent("storage", { key: PREFIX + name }));
  }
}

/** Return the names of all exercises with answers on this device. */
function storedNames() {
  const names = new Set(memory.keys());
  try { for (let i = 0; i < localStorage.length; i++) if (localStorage.key(i).startsWith(PREFIX)) names.add(localStorage.key(i).slice(PREFIX.length)); } catch { /* memory only */ }
  return [...names].filter((name) => name.includes("/")).sort();
}

function pageStore(root) {
  const name = root.dataset.ss, keyElement = root.querySelector(".ss-key");
  const key = keyElement ? JSON.parse(keyElement.textContent) : null;
  return {
    savedText: SAVED,
    load: () => readStored(name),
    save: (state) => (writeStored(name, state) ? SAVED : NOT_SAVED),
    commit: (answers, show) => (key ? show(markAll(answers, key), key) : show(null)),
    watch: (changed) => watchStored(name, changed),
  };
}

/** Call `changed` whenever another tab stored something under this name; return a function that ends it. */
function watchStored(name, changed) {
  const listen = (event) => {
    const stored = event.key === PREFIX + name && readStored(name);
    if (stored) changed(stored);
  };
  window.addEventListener("storage", listen);
  return () => window.removeEventListener("storage", listen);
}

/** Return the answer file: everything on this device, in the published schema. */
function answerFile(kit) {
  const activities = Object.fromEntries(storedNames().map((name) => [name, readStored(name)]));
  return { schema: "second-source-answers/1", kit, student: readStored("name") || "", written: now(), activities };
}

function download(kit) {
  const blob = new Blob([JSON.stringify(answerFile(kit), null, 1)], { type: "application/json" });
  const link = make("a");
  link.href = URL.createObjectURL(blob);
  link.download = `answers-${(readStored("name") || "student").replace(/[^\p{L}\p{N}-]+/gu, "-").slice(0, 40)}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function startPanel(panel, roots) {
  const table = panel.querySelector(".ss-results"), confirm = panel.querySelector(".ss-confirm");
  const showResults = () => table.replaceChildren(...(results.size ? [drawResults(roots)] : []));
  const name = panel.querySelector("#ss-name");
  const showName = () => { name.value = readStored("name") || ""; };
  showName();
  watchStored("name", showName);
  name.addEventListener("input", () => writeStored("name", name.value));
  document.addEventListener("ss-marked", showResults);
  showResults();
  panel.addEventListener("click", (event) => {
    const action = event.target.dataset.do;
    if (action === "download") download(roots[0] ? roots[0].dataset.kit : "");
    if (action === "restart") { confirm.hidden = false; confirm.querySelector("button").focus(); }
    if (action === "restart-no") { confirm.hidden = true; panel.querySelector("[data-do=restart]").focus(); }
    if (action === "restart-yes") Promise.all(roots.map((root) => removeStored(root.dataset.ss))).then(() => location.reload());
  });
  panel.hidden = false;
}

/** Draw the results so far, and how sure the student was against how often right. */
function drawResults(roots) {
  const box = make("div"), rows = roots.filter((root) => results.has(root.dataset.ss)), list = make("table", "ss-result-table");
  const head = make("tr");
  for (const title of ["Exercise", "Right", "Weak spots noticed", "Sound ones left in peace"]) {
    const cell = make("th", "", title);
    cell.scope = "col";
    head.append(cell);
  }
  list.append(make("thead"), make("tbody"));
  list.firstChild.append(head);
  for (const root of rows) {
    const { count } = results.get(root.dataset.ss), row = make("tr"), title = make("th", "", root.querySelector(".ss-title").textContent);
    title.scope = "row";
    row.append(title, make("td", "", count.scored ? `${count.right} of ${count.scored}` : "–"),
      make("td", "", count.weak ? `${count.hits} of ${count.weak}` : "–"), make("td", "", count.sound ? `${count.sound - count.alarms} of ${count.sound}` : "–"));
    list.lastChild.append(row);
  }
  const sure = rows.flatMap((root) => calibration(results.get(root.dataset.ss)));
  box.append(list);
  if (sure.length >= 3) {
    const mean = sure.reduce((sum, [percent]) => sum + percent, 0) / sure.length, right = (100 * sure.filter(([, ok]) => ok).length) / sure.length;
    box.append(make("p", "", `Where you said how sure you were: ${Math.round(mean)}% sure on average, ${Math.round(right)}% right.`));
  }
  return box;
}

function calibration({ marks, confidence }) {
  return Object.entries(confidence).filter(([item]) => ["right", "also", "wrong"].includes(marks[item])).map(([item, percent]) => [percent, marks[item] !== "wrong"]);
}

const results = new Map(); // what is marked on this page, by exercise

/** Bind every exercise that the page has by now and that is not bound. */
function startExercises() {
  for (const root of all(document.documentElement, "[data-ss]:not(.ss-live)")) {
    root.addEventListener("ss-marked", (event) => results.set(root.dataset.ss, event.detail));
    bind(root, pageStore(root));
  }
}

/** Bind the panels with results, once the page is complete. */
function startPanels() {
  for (const panel of all(document.documentElement, ".ss-mine")) startPanel(panel, all(document.documentElement, "[data-ss]"));
  restoreMirror();
}

// ---- The notebook: answers and marks live in Python -----------------------------------------------------------------------

function notebookStore(model) {
  return {
    savedText: model.get("saved"),
    load: () => model.get("state"),
    save(state) {
      model.set("state", state);
      model.save_changes();
      return "Saving …"; // until Python says that it is done: a kernel may be dead
    },
    commit(answers, show) {
      const answered = (message) => {
        if (message.type !== "feedback") return;
        model.off("msg:custom", answered);
        show(message.marks, message.key);
      };
      model.on("msg:custom", answered);
      model.send({ type: "commit", answers });
    },
    watch: () => () => {},
  };
}

/** Draw the exercise of an anywidget model into `el`; only `model` and `el` are used, so any host of the contract will do. */
function render({ model, el }) {
  el.innerHTML = model.get("html"); // rendered and escaped by our own Python; no answer of a student is in it
  const root = el.querySelector("[data-ss]"), unbind = bind(root, notebookStore(model));
  // Else JupyterLab takes the arrow keys and Enter for itself. It looks for the mark on the control that has the focus, not around it.
  root.addEventListener("focusin", (event) => { event.target.dataset.lmSuppressShortcuts = ""; });
  const told = () => { root.querySelector(".ss-saved").textContent = model.get("saved"); };
  model.on("change:saved", told);
  return () => { unbind(); model.off("change:saved", told); };
}
