// The author page. What is typed is sent after a short pause; until the server has confirmed it, it is kept in this
// browser as well (IndexedDB: Chromium writes localStorage only seconds later). Nothing here decides an answer.
(() => {
"use strict";

const PAUSE = 350;    // ms after the last key: with saving and showing, half a second
const AGAIN = 2000;   // ms until a server that does not answer is asked again
const PATIENCE = 60000;  // ms to wait for an answer
const OPENING = 2000; // ms to wait for the browser's own store
const KEPT = "second-source-author";
const $ = (name) => document.getElementById(name);
const slug = document.body.dataset.set;
const FORMS = `second-source-forms|${slug}`;
const known = new Map();      // id of a field -> what the server has there, as far as the page has heard
const pending = new Map();    // id of a field -> {change, was, to}: typed, and not confirmed
const view = { tab: "text", unit: "", skill: "speaking", conflict: null, lostAt: "", inFlight: 0 };
const me = crypto.randomUUID(), adopted = new Map();  // id of a field -> where another window kept it
let state = null, outbox = null, timer = 0, sending = null, held = false, stale = false;

history.replaceState(null, "", location.pathname);  // the token is in the cookie now, and not to be seen

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;  // one each: become() hands it on
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined));
  return element;
}

// ---- what is kept until it is saved -------------------------------------------------------------------------

function openOutbox() {
  return new Promise((done) => {
    try {
      const asked = indexedDB.open(KEPT, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("typed");
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => done(null);
      setTimeout(done, OPENING, null);  // a browser that keeps nothing may not even say so
    } catch { done(null); }
  });
}

// Nothing where the browser has no store, or took it away: what is typed is saved all the same.
function openStore(mode, options) {
  try {
    return outbox?.transaction("typed", mode, options).objectStore("typed");
  } catch {
    outbox = null;
  }
}

function keep(id) {
  busy();
  const store = openStore("readwrite", { durability: "strict" });
  if (!store) return;
  const one = pending.get(id), key = `${slug}|${me}|${id}`;  // two windows keep what they have apart
  if (one) store.put({ slug, id, key, at: Date.now(), ...one }, key); else store.delete(key);
  if (!one && adopted.has(id)) { store.delete(adopted.get(id)); adopted.delete(id); }
}

function busy(by = 0) {  // for whoever waits until all is saved
  view.inFlight += by;
  document.body.dataset.busy = String(pending.size + view.inFlight);
}

function readOutbox() {
  return new Promise((done) => {
    const asked = openStore("readonly")?.getAll();
    if (!asked) { done([]); return; }
    asked.onsuccess = () => done(asked.result.filter((one) => one.slug === slug));
    asked.onerror = () => done([]);
  });
}

// ---- talking with the server --------------------------------------------------------------------------------

function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", keepalive: JSON.stringify(body).length < 60000,
    headers: { "Content-Type": "application/json", "X-Second-Source": "1" }, body: JSON.stringify(body) };
  return fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE) });
}

function see(told) {
  state = told;
  ahead.forEach(foresee);
}

async function send(change) {
  let answer;
  try {
    answer = await ask("change", change);
  } catch {
    lost();
    return { ok: false, gone: true };
  } finally {
    ahead.delete(change);
  }
  if (answer.status === 403) { lost(); return { ok: false, gone: true }; }
  view.lostAt = "";
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) { see(said); return { ok: true, now: said.now }; }
  return { ok: false, status: answer.status, ...said };
}

function lost() {
  view.lostAt = view.lostAt || new Date().toLocaleTimeString();
  alarm(`Not saved since ${view.lostAt}. ${outbox ? "Your text is kept in this browser. " : ""}` +
    `Start “python3 kit.py author ${slug}” again and open the address that it shows.`);
  clearTimeout(timer);
  timer = setTimeout(flush, AGAIN);
}

// Something that is no alarm: a list, a choice.
function showCalmly(...parts) {
  $("alarm").replaceChildren(...parts);
  $("alarm").className = "calm";
  $("alarm").hidden = false;
}

function alarm(text) {
  $("alarm").textContent = text;
  $("alarm").className = "";
  $("alarm").hidden = !text;
}

// A tick or a label is shown before it is saved: who presses 1 and then R writes at once, and in the reason.
const ahead = new Set();

function foresee({ do: kind, unit: label, skill, activity, option, field, to }) {
  const unit = label && unitOf(label);
  if (kind === "ask" && unit) unit.asked = [...unit.asked.filter((one) => one !== activity), ...(to ? [activity] : [])];
  if (kind === "sources" && unit) unit.sources = to;
  if (kind === "key" && field === "answer" && unit) unit.key[skill] = { ...unit.key[skill], answer: to };
  if (kind === "option key" && field === "answer")
    state.answers[activity] = { ...state.answers[activity], [option]: { ...state.answers[activity]?.[option], answer: to } };
}

const inShort = (problems) => [...problems.slice(0, 3), problems.length > 3 ? `And ${problems.length - 3} more: they are on the tab Problems.` : ""].join(" ");

// One change after the other: each is compared with what the one before it left.
function act(change) {
  busy(1);
  ahead.add(change);
  foresee(change);
  render();
  const turn = (sending || Promise.resolve()).then(async () => {
    const said = await send(change);
    if (!said.ok && !said.gone) await load();
    if (said.ok) { alarm(""); saved(); render(); } else if (!said.gone) alarm(inShort(said.problems || ["It did not work. Load the page again."]));
    return said;
  }).finally(() => busy(-1));
  sending = turn.catch(() => {});
  return turn;
}

function flush() {
  clearTimeout(timer);
  const turn = (sending || Promise.resolve()).then(async () => {
    const refused = [];
    for (const [id, one] of [...pending]) {
      if (view.conflict === id) continue;
      const to = one.to, sent = one.sent || [];
      one.sent = [...sent.slice(-4), to];  // kept: a page that is closed before it hears knows its own words
      keep(id);
      const said = await send({ ...one.change, was: one.was, to, sent });
      if (said.gone) return;
      // A page that was closed at once may have sent more than it could keep: then ours is what theirs began with.
      const lastWords = said.status === 409 && adopted.has(id) && said.theirs.startsWith(to.trim()) && !one.was.startsWith(to);
      if (said.ok || lastWords) {
        known.set(id, said.now ?? said.theirs);  // nothing is drawn anew while a letter is composed
        if (pending.get(id)?.to === to) pending.delete(id);
        else Object.assign(pending.get(id), { was: said.now ?? said.theirs, sent: [] });  // more was typed meanwhile
        keep(id);
        saved();
      } else if (said.status === 409) {
        conflict(id, said.theirs);
      } else {
        refused.push(...(said.problems || ["This was not saved."]));
      }
    }
    if (!view.conflict) alarm(refused.join(" "));
    render();
  });
  sending = turn.catch(() => {});
  return turn;
}

function conflict(id, theirs) {
  view.conflict = id;
  $("alarm").className = "";
  const one = pending.get(id);
  const end = () => { view.conflict = null; alarm(""); keep(id); flush(); };
  $("alarm").replaceChildren(
    "This field was changed elsewhere. There: “", make("b", {}, theirs), "”. Here: “", make("b", {}, one.to), "”. ",
    make("button", { type: "button", onclick: () => { one.was = theirs; one.sent = []; end(); } }, "Keep mine"), " ",
    make("button", { type: "button", onclick: () => { pending.delete(id); end(); } }, "Take theirs"));
  $("alarm").hidden = false;
}

function saved() {
  $("saved").textContent = `Saved ${new Date().toLocaleTimeString()}`;
}

async function load() {
  try {
    const answer = await ask("state");
    if (!answer.ok) { lost(); return; }
    see(await answer.json());
    render();
  } catch { lost(); }
}

// ---- fields -------------------------------------------------------------------------------------------------

const keyOf = (change) => Object.values(change).join(" ").replace(/[^\w-]+/g, "-");

// Where a field stands among the files: a problem that concerns it is shown there.
function placeOf({ do: kind, unit, field, skill, activity, option, phrase, row, file }) {
  const text = unit?.startsWith("b") ? "brief" : "article";
  const places = { retell: [text, unit], header: ["article", "header", field], key: ["key", "units", unit, skill, field],
    exercise: ["items", activity, field], option: ["items", activity, option], "option key": ["key", "answers", activity, option, field],
    phrase: ["items", activity, phrase], row: ["items", activity, row, field], table: ["items", activity, field],
    essay: ["key", "answers", activity, "text", field], whole: [file] };
  return places[kind]?.filter(Boolean).join("/");
}

function field(title, change, value, { area = false, tall = false, hint = "", answers = false, also = "" } = {}) {
  const id = keyOf(change) + also;  // also: where a field stands a second time
  const box = make(area || tall ? "textarea" : "input",
    { id, placeholder: hint, class: tall ? "tall" : false, spellcheck: "true", autocomplete: "off" });
  known.set(id, value);
  box.value = pending.has(id) ? pending.get(id).to : value;
  box.oninput = ({ target }) => {
    const before = pending.get(id);
    pending.set(id, { change, was: before ? before.was : known.get(id), to: target.value, sent: before?.sent });
    keep(id);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  };
  box.onblur = () => { if (pending.size) flush(); };
  return make("label", { class: answers ? "answers" : false, "data-at": placeOf(change) }, make("span", { class: "small" }, title), box);
}

// Each problem at the nearest field there is for it: at its own, else at what holds it. In the list it is a way there.
function placeProblems() {
  const spots = new Map();
  for (const one of document.querySelectorAll("main [data-at]")) spots.set(one.dataset.at, [...(spots.get(one.dataset.at) || []), one]);
  state.problems.forEach((problem, number) => {
    for (const place of problem.places) {
      const parts = place.split("/");
      while (parts.length && !spots.has(parts.join("/"))) parts.pop();
      for (const spot of spots.get(parts.join("/")) || []) {
        const id = `problem-${number}-${spot.closest("section").id}`;
        if ($(id)) continue;
        const box = spot.matches("label") ? spot.querySelector("input, textarea") : null;
        // in the line of the title: a line of its own that comes and goes moves all that stands below it
        (spot.querySelector(":scope > .small") || spot).append(make("span", { id, class: `said ${problem.rank === "must" ? "must" : "todo"}` }, `${problem.fault} ${problem.cure}`));
        if (!box) continue;
        box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} ${id}`.trim());
        if (problem.rank === "must") box.setAttribute("aria-invalid", "true");
      }
    }
  });
}

// Open the tab, the unit and the field that a problem is about.
function goTo(problem) {
  const parts = (problem.places[0] || "").split("/"), units = allUnits().map((one) => one.label);
  const unit = parts.find((one) => units.includes(one));
  const tabs = { article: "text", brief: "report", cards: "cards", page: "page", notes: "page" };
  if (unit && parts[0] !== "items" && parts[0] !== "brief") { show("text"); choose(unit); if (parts[0] === "key") view.skill = parts[3] || view.skill; }
  else show(tabs[parts[0]] || "exercises");
  if (parts[1] === "header") document.querySelector("#text details").open = true;
  render();
  while (parts.length && !document.querySelector(`section:not([hidden]) [data-at="${CSS.escape(parts.join("/"))}"]`)) parts.pop();
  const spot = parts.length && document.querySelector(`section:not([hidden]) [data-at="${CSS.escape(parts.join("/"))}"]`);
  if (!spot) return;
  spot.scrollIntoView({ block: "center" });
  const box = spot.querySelector("input, textarea, button, select") || spot;
  if (box === spot) spot.tabIndex = -1;  // a heading
  box.focus({ preventScroll: true });
}

function tick(title, isOn, change) {
  const box = make("input", { type: "checkbox", id: keyOf(change) });
  box.checked = isOn;
  box.onchange = ({ target }) => act({ ...change, to: target.checked });
  return make("label", { "data-at": change.do === "ask" ? `items/${change.activity}/${change.unit}` : false }, box, ` ${title}`);
}

const button = (title, onclick, more = {}) => make("button", { type: "button", onclick, ...more }, title);

// ---- panels -------------------------------------------------------------------------------------------------

const allUnits = () => [...state.units, ...state.report];
const unitOf = (label) => allUnits().find((one) => one.label === label);

function buildOriginal() {
  const shown = new Set([...document.querySelectorAll("[data-cue]")].filter((one) => one.checked).map((one) => one.dataset.cue));
  return state.original.map(([text, label, cues]) => {
    if (!label) return text;
    const done = unitOf(label)?.text;
    return make("button", { type: "button", class: `${label === view.unit ? "here" : ""} ${done ? "done" : ""}`,
      "aria-label": `${label}: ${text}`, onclick: () => choose(label) }, ...marked(text, cues.filter((cue) => shown.has(cue[2]))));
  });
}

function marked(text, cues) {
  const letters = [...text], parts = [];
  let at = 0;
  for (const [start, end, kind] of cues.sort((one, other) => one[0] - other[0])) {
    if (start < at) continue;
    parts.push(letters.slice(at, start).join(""), make("mark", { class: kind }, letters.slice(start, end).join("")));
    at = end;
  }
  return [...parts, letters.slice(at).join("")];
}

const HEADER = { title: ["Title"], byline: ["Author", "Who, and what have they to do with the matter?"], published: ["Date"], outlet: ["Where it was published"],
  link: ["Address", "https://…, or: invented, not published anywhere"], rights: ["Rights"] };

function buildHeader() {
  return Object.entries(state.header).map(([name, value]) => field(HEADER[name][0], { do: "header", field: name }, value, { hint: HEADER[name][1] }));
}

function buildUnits(units) {
  return units.map((unit) => make("li", { class: unit.label === view.unit ? "here" : "" },
    button(unit.label, () => choose(unit.label), { "aria-pressed": String(unit.label === view.unit), title: unit.name }),
    ` ${unit.text || "…"} `, make("span", { class: "small" }, ...meter(unit, true))));
}

function meter(unit, isList = false) {
  if (!unit.text) return [make("i", {}, "not retold yet")];
  const run = unit.run > 3 ? make("b", { class: unit.run > 8 ? "must" : "warn" }, `${unit.run} words in a row as in the original (9 are refused): “${unit.words}” · `) : "";
  const asked = unit.asked.length ? `asked in ${unit.asked.map(called).join(", ")}` : "not asked";
  return [run, `${unit.grade === "" ? "" : `grade ${unit.grade} · `}${asked}`, ...unit.hints.map((hint) => make("div", { class: "warn" }, `⚠ ${hint}`)),
    ...(isList ? problemsOf(unit.label) : [])];
}

const problemsOf = (label) => state.problems.filter((one) => one.places.some((place) => place.split("/").includes(label)))
  .map((one) => make("div", { class: one.rank === "must" ? "must" : "" }, `${one.fault} ${one.cure}`));

// What an exercise and a second source are called: their titles, never their short names.
const called = (name) => `“${state.activities[name]?.title || "without a title"}”`;
const cardOf = (name) => state.cards[name]?.title || name;

function buildUnit() {
  const unit = unitOf(view.unit);
  if (!unit) return [make("h2", {}, "This unit"), make("p", {}, "A unit is one claim. Choose the first: retell it in your own words, say whether it is asked, label it, give the reason; then the next. Afterwards: Second sources, Report, Exercises, Try it, Publish."),
    make("p", { class: "small" }, "Keys: arrows go on, E retells, 1 to 6 label, R the reason, A asks, Alt+1 to 6 label while you write, Ctrl+Enter goes on to the next.")];
  const isReport = unit.label.startsWith("b");
  const passage = state.original.find((one) => one[1] === unit.label)?.[0].trim(), all = allUnits(), place = all.indexOf(unit);
  const parts = [make("h2", {}, `This unit: ${unit.name}`),
    make("p", { class: "line" }, button("Previous", () => step(-1), { disabled: !place }), " ", button("Next", () => step(1), { disabled: place === all.length - 1 })),
    passage ? make("blockquote", { class: "passage" }, passage) : null,
    field(isReport ? "Sentence" : "Retelling, in your own words", { do: "retell", unit: unit.label }, unit.text, { area: true }),
    make("p", { class: "small" }, ...meter(unit))];
  const paragraph = (one) => one?.label.split(".")[0];
  if (isReport) parts.push(sources("unit", unit.label, unit.sources, (to) => act({ do: "sources", unit: unit.label, to })));
  else parts.push(make("p", {}, button("Split at …", () => split(unit)), " ", button("Join with next", () => act({ do: "join", unit: unit.label }),
    { disabled: paragraph(all[place + 1]) !== paragraph(unit) }), " "));
  parts.push(make("p", {}, button("Leave out", async () => {
    const next = all[place + 1] || all[place - 1];
    if ((await act({ do: "leave out", unit: unit.label })).ok && next) choose(next.label);
  })));
  for (const [skill, { name, question, labels }] of Object.entries(state.skills)) parts.push(...labelling(unit, skill, name, question, labels));
  parts.push(...wordsToTap(unit));
  parts.push(field("Note to myself (nobody else sees it)", { do: "note", unit: unit.label }, unit.note));
  return parts;
}

// Ticks for the sources of a sentence of the report. where: this part of the page, since they stand in two.
function sources(where, label, named, choose) {
  const titles = Object.fromEntries([...named.map((one) => [one, "a source that is gone"]),
    ...Object.entries(state.cards).filter(([, card]) => card.reference !== "invented").map(([name, card]) => [card.reference, cardOf(name)])]);
  const none = state.invented ? "an invented set needs none." : "none yet: make one on the tab Second sources, or “Make a sentence” there.";
  return make("div", { class: "line" }, "Sources: ", ...Object.keys(titles).length ? [] : [none], ...Object.entries(titles).map(([reference, title]) => {
    const box = make("input", { type: "checkbox", id: `source-${where}-${label}-${reference}` }), on = named.includes(reference);
    box.checked = on;
    box.onchange = () => choose(on ? named.filter((one) => one !== reference) : [...named, reference]);
    return make("label", {}, box, ` ${title}`);
  }));
}

// The exercises that ask for labels of a skill; a table may have the same skill, and asks for none.
const asking = (skill) => Object.keys(state.activities).filter((one) => state.activities[one].kind === "mark" && state.activities[one].skill === skill);

function labelling(unit, skill, name, question, labels) {
  const answer = (unit.key[skill] || {}), where = asking(skill);
  const choose = Object.entries(labels).map(([code, [title, rule]], place) => button(`${place + 1} ${title}`,
    () => label(unit, skill, code), { title: rule, "aria-pressed": String(answer.answer === code), "data-code": code }));
  const shown = make("div", { class: "answers", "data-skill": skill, "data-at": `key/units/${unit.label}/${skill}` }, make("h3", {}, `${name}${skill === view.skill ? " (number keys)" : ""}`),
    make("div", { class: "labels" }, ...choose),
    labels[answer.answer] ? make("p", { class: "small" }, `${labels[answer.answer][0]}: ${labels[answer.answer][1]}`) : null,
    make("details", { id: `rules-${skill}`, class: "small" }, make("summary", {}, "The rules"),
      make("ul", {}, ...Object.values(labels).map(([title, rule]) => make("li", {}, make("b", {}, title), `: ${rule}`)))));
  const asks = where.map((one) => tick(`asked in ${called(one)}`, unit.asked.includes(one), { do: "ask", unit: unit.label, activity: one }));
  if (!asks.length) return [shown];
  if (answer.answer || answer.why || where.some((one) => unit.asked.includes(one))) {
    shown.append(field("Why", { do: "key", unit: unit.label, skill, field: "why" }, answer.why || "", { area: true, hint: question }),
      field("Sound version", { do: "key", unit: unit.label, skill, field: "sound" }, answer.sound || ""),
      evidence(answer, { do: "key", unit: unit.label, skill, field: "evidence" }));
  }
  return [shown, make("div", { class: "line" }, ...asks)];
}

// The words of exercises of the kind `phrases`: chosen by selecting them in the unit, kept when the unit is edited.
function wordsToTap(unit) {
  return Object.entries(state.activities).filter(([, one]) => one.kind === "phrases").flatMap(([name, one]) => [
    make("h3", {}, `Words to tap: ${called(name)}`),
    make("p", { class: "small" }, "Select words in the text above, then: ",
      button("Ask for these words (Alt+W)", () => askForWords(unit, name), { "data-words": name })),
    ...Object.entries(one.phrases || {}).filter(([, phrase]) => phrase.unit === unit.label).map(([phrase, said]) => phraseCard(name, phrase, said))]);
}

function phraseCard(activity, phrase, { unit, quote }) {
  const lost = !unitOf(unit)?.text.includes(quote);
  return make("div", { class: "card", "data-phrase": phrase, "data-at": `items/${activity}/${phrase}` },
    make("b", {}, `“${quote}”`), ` ${unitOf(unit)?.name || ""} `,
    lost ? make("span", { class: "must" }, "These words are no longer in the claim: take them away, or write them again. ") : null,
    ...answering(activity, phrase, state.choices.phrases, "Why", "Which word judges, and do the facts given carry it?"),
    button("Take these words away", () => act({ do: "phrase", activity, phrase, unit, was: quote, to: "" })));
}

async function askForWords(unit, activity) {
  const box = $(keyOf({ do: "retell", unit: unit.label })), words = box.value.slice(box.selectionStart, box.selectionEnd).trim();
  if (!words) { alarm("Select words in the text of this unit first."); return; }
  if (pending.size) await flush();
  await act({ do: "phrase", activity, unit: unit.label, was: "", to: words });
}

// Buttons for the answers, the reason, and the cards behind it: of an option, a phrase, a row, a sum.
function answering(activity, option, choices, why, hint) {
  const answer = (state.answers[activity] || {})[option] || {}, change = { do: "option key", activity, option };
  return [make("div", { class: "answers labels", "data-at": `key/answers/${activity}/${option}/answer` }, ...Object.entries(choices).map(([value, [title, when]]) => button(title,
    () => act({ ...change, field: "answer", was: answer.answer || "", to: value }), { title: when, "aria-pressed": String(answer.answer === value), "data-code": value }))),
    field(why, { ...change, field: "why" }, answer.why || "", { area: true, hint, answers: true }), evidence(answer, { ...change, field: "evidence" })];
}

function evidence(answer, change) {
  const named = answer.evidence || [];
  return make("div", { class: "line" }, Object.keys(state.cards).length ? "What stands behind it: " : "", ...[...new Set([...Object.keys(state.cards), ...named])].map((name) => {
    const box = make("input", { type: "checkbox", id: `${keyOf(change)}-${name}` });
    box.checked = named.includes(name);
    box.onchange = ({ target }) => act({ ...change, to: target.checked ? [...named, name] : named.filter((one) => one !== name) });
    return make("label", {}, box, ` ${cardOf(name)}`);
  }));
}

function label(unit, skill, code) {
  view.skill = skill;
  return act({ do: "key", unit: unit.label, skill, field: "answer", was: (unit.key[skill] || {}).answer || "", to: code });
}

function split(unit) {
  const part = state.original.find((one) => one[1] === unit.label);
  if (!part) { alarm("The passage of this unit is not found in the original."); return; }
  let at = 0;
  for (const one of state.original) { if (one === part) break; at += [...one[0]].length; }
  const words = part[0].split(/(?<=\s)/);
  let before = 0;
  const choices = words.slice(1).map((word, place) => {
    before += [...words[place]].length;
    const cut = at + before;
    return button(`… ${word.trim()}`, () => { alarm(""); act({ do: "split", unit: unit.label, at: cut }); });
  });
  showCalmly("The second part begins with: ", ...choices, " ", button("No", () => alarm("")));
  choices[0]?.focus();
}

const CARD = { title: "Title", publisher: "Publisher (students see it, up to the first comma)", date: "Date, such as 4 May 2026",
  says: "What it says, in your words", party: "Is it a party to the quarrel? A sentence", url: "Address (https://…), nothing where there is none, or “invented”", author: "Author, if another than the publisher", year: "Year" };

function buildCards() {
  const forms = Object.entries(state.cards).map(([name, card]) => cardForm(name, card));
  return [make("h2", {}, "Second sources"), make("p", { class: "small" }, "One form makes the card and the reference. Year and name are proposed from the rest."),
    ...forms, cardForm("", {})];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SMALL = ["the", "a", "an", "of", "for", "and"];

// What follows from the rest of a form; each may be typed over. Never what a source says or whether it is a party.
function proposeCard({ url, publisher, date }) {
  const address = /^https?:\/\/(?:www\.)?([^/]+)(?:.*?\/((?:19|20)\d\d)\/([01]\d)(?:\/([0-3]\d))?\/)?/.exec(url) || [];
  const year = /\b(?:19|20)\d\d\b/.exec(date)?.[0] || address[2] || "";
  const month = MONTHS.findIndex((one) => new RegExp(`\\b${one}`, "i").test(date)) + 1 || Number(/\b\d{4}-(\d\d)\b/.exec(date)?.[1] || address[3] || 0);
  const words = (publisher || (address[1] || "").split(".")[0]).normalize("NFD").replace(/[’'\u0300-\u036f]/g, "").toLowerCase().match(/[a-z][a-z0-9]*/g) || [];
  const named = words.filter((one) => !SMALL.includes(one)).slice(0, 2);
  const name = named.length ? [...named, ...(year ? [year] : named.length > 1 ? [] : ["source"]), ...(year && month ? [String(month).padStart(2, "0")] : [])].join("-") : "";
  return { year, name, publisher: address[1] || "", date: address[2] ? [address[4] && Number(address[4]), month && MONTH[month - 1], address[2]].filter(Boolean).join(" ") : "" };
}
const MONTH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

function cardForm(name, card) {
  const made = {}, form = make("form", { class: "card", "data-card": name, "data-at": `cards/${name}` });
  const id = (one) => `card-${name}-${one}`, said = { ...CARD, name: "Short name, for the kit’s files: small letters and hyphens" };
  const box = (one) => $(id(one)) || made[one];  // what stands on the page, once it does
  const propose = (box) => {  // in a new form only: a card keeps its name
    const proposed = proposeCard(Object.fromEntries(["url", "publisher", "date"].map((one) => [one, box(one).value])));
    const taken = proposed.name in state.cards ? `${proposed.name}-2` : proposed.name;
    for (const [one, value] of Object.entries({ ...proposed, name: taken }))
      if (!drafts.has(id(one)) && (one !== "publisher" && one !== "date" || !box(one).value)) box(one).value = value;
  };
  for (const one of [...Object.keys(CARD), "name"]) {
    made[one] = make(one === "says" ? "textarea" : "input", { id: id(one), ...(one === "name" ? { disabled: Boolean(name) } : {}) });
    made[one].value = drafts.get(id(one)) ?? (one === "name" ? name : card[one]) ?? "";
    made[one].oninput = ({ target }) => { if (target.value || name) drafts.set(target.id, target.value); else drafts.delete(target.id); sayAt(target, FAULTS[one]?.(target.value)); };
    made[one].onchange = ({ target }) => { if (name) target.form.requestSubmit(); else propose(box); };  // a change is saved
    form.append(make("label", { "data-at": `cards/${name}/${one}` }, make("span", { class: "small" }, said[one]), made[one]));
    sayAt(made[one], FAULTS[one]?.(made[one].value) || lacking.get(id(one)));
  }
  if (!name) { propose((one) => made[one]); form.append(savedPage(box, () => propose(box))); }
  const seen = card.publisher && card.reference !== "invented" ? `Students see: ${card.publisher.split(/[,;(]/)[0].trim()}, ${card.year || "undated"}` : "";
  const told = state.report.filter((unit) => card.reference !== "invented" && unit.sources.includes(card.reference)).map((unit) => unit.label);
  form.append(make("p", { class: "small" }, seen, told.length ? `. In the report: ${told.join(", ")}` : ""), make("button", { type: "submit" }, name ? "Change" : "Add"), " ");
  if (name) {
    form.append(button("Make a sentence of this card", () => act({ do: "report", to: card.says, sources: card.reference === "invented" ? [] : [card.reference] })), " ",
      button("Remove", () => act({ do: "remove card", card: name })));
  }
  form.noValidate = true;
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (!name) propose(box);
    for (const one of Object.keys(made)) {  // what is missing is said at its place, and nothing is sent
      if (!name && NEEDED[one] && !box(one).value.trim()) lacking.set(id(one), NEEDED[one]); else lacking.delete(id(one));
      sayAt(box(one), FAULTS[one]?.(box(one).value) || lacking.get(id(one)));
    }
    const first = Object.keys(made).find((one) => box(one).getAttribute("aria-invalid") && $(`${id(one)}-said`));
    if (first) { if (!name) box(first).focus(); return; }
    const { name: named, ...to } = Object.fromEntries(Object.keys(made).map((one) => [one, box(one).value]));
    const told = await act({ do: "card", card: named, reference: card.reference || "", to });
    if (!told.ok) return;
    for (const one of Object.keys(made)) {
      drafts.delete(id(one));
      if (!name) box(one).value = "";
    }
    if (!name) box("title").focus();
    render();
  };
  return form;
}

const NEEDED = { title: "Missing: what is it called?", publisher: "Missing: who published it?", date: "Missing: of when is it? Write “undated” where nobody says." };
const FAULTS = { url: (text) => !text.trim() || /^https?:\/\/\S+$/.test(text.trim()) || /^invented/i.test(text.trim()) ? ""
  : "This is no address: begin it with https://, write “invented” for a source that is made up, or leave it empty.",
  name: (text) => !text || /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(text) ? "" : "Two words or more, small letters and digits, hyphens between them." };
const lacking = new Map();  // id of a field of a new card -> what is missing there

// At a field, at once: what is wrong with it, or nothing any more.
function sayAt(box, text) {
  const id = `${box.id}-said`, there = box.parentElement?.querySelector(`[id="${id}"]`);
  if (!text && !there) return;
  there?.remove();
  if (text) box.parentElement.querySelector(".small").append(make("span", { id, class: "said must" }, text));
  for (const [one, value] of [["aria-invalid", "true"], ["aria-describedby", id]]) if (text) box.setAttribute(one, value); else box.removeAttribute(one);
}

// Title, publisher and date of a page that was saved from the browser: read here, nothing of it is run or fetched.
function savedPage(box, propose) {
  const file = make("input", { type: "file", id: "saved-page", accept: ".html,.htm" });
  file.onchange = async ({ target }) => {
    if (!target.files[0]) return;
    const page = new DOMParser().parseFromString(await target.files[0].text(), "text/html");
    const meta = (...names) => names.map((one) => page.querySelector(`meta[property="${one}"], meta[name="${one}"]`)?.content).find(Boolean) || "";
    const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(meta("article:published_time", "date", "dc.date")) || [];
    const found = { title: meta("og:title") || page.title, publisher: meta("og:site_name"), author: meta("author"),
      date: day[0] ? `${Number(day[3])} ${MONTH[day[2] - 1]} ${day[1]}` : "", url: meta("og:url") || page.querySelector("link[rel=canonical]")?.getAttribute("href") || "" };
    for (const [one, value] of Object.entries(found)) {
      if (!value || box(one).value) continue;
      box(one).value = value.trim();
      drafts.set(box(one).id, box(one).value);
    }
    propose();
  };
  return make("label", {}, make("span", { class: "small" }, "Or fill in title, publisher and date from a page you saved (.html)"), file);
}
// Forms that are not sent yet: kept in this browser, so that a closed page loses none.
const drafts = new (class extends Map {
  set(id, text) { super.set(id, text); this.keep(); return this; }
  delete(id) { const was = super.delete(id); this.keep(); return was; }
  keep() { try { localStorage.setItem(FORMS, JSON.stringify([...this])); } catch { /* a browser that keeps nothing */ } }
  recall() { try { for (const [id, text] of JSON.parse(localStorage.getItem(FORMS) || "[]")) super.set(id, text); } catch { /* the same */ } }
})();
drafts.recall();

function buildReport() {
  const box = make("textarea", { id: "new-sentence" });
  box.value = drafts.get("new-sentence") || "";
  box.oninput = ({ target }) => drafts.set("new-sentence", target.value);
  const ticked = (drafts.get("new-sources") || "").split(" ").filter(Boolean);
  return [make("h2", {}, "Report"), make("p", { class: "small" }, "What others reported, neutral, each sentence with its source. Of the sentences you ask for, one in six is weak: a party’s own count, a vague group."),
    make("ol", {}, ...state.report.map(reportSentence)),
    make("label", { "data-at": "brief" }, make("span", { class: "small" }, "New sentence"), box),
    sources("new", "sentence", ticked, (to) => { drafts.set("new-sources", to.join(" ")); render(); }), button("Add", async () => {
      const to = (drafts.get("new-sentence") || "").trim();
      sayAt($("new-sentence"), to ? "" : "Write the sentence first.");
      if (!to) { $("new-sentence").focus(); return; }
      if ((await act({ do: "report", to, sources: ticked })).ok) { drafts.delete("new-sentence"); drafts.delete("new-sources"); render(); }
    })];
}

// A sentence with its sources, where it is written; labels and reasons stand on the tab Text.
function reportSentence(unit) {
  return make("li", { class: "card" }, field("Sentence", { do: "retell", unit: unit.label }, unit.text, { area: true, also: "-report" }),
    sources("report", unit.label, unit.sources, (to) => act({ do: "sources", unit: unit.label, to })),
    make("p", { class: "small" }, ...meter(unit)),
    button("Ask for it, label it", () => choose(unit.label)), " ", button("Leave out", () => act({ do: "leave out", unit: unit.label })));
}

function buildExercises() {
  const parts = [], seen = new Set();
  for (const [name, one] of Object.entries(state.activities)) {
    const change = { do: "exercise", activity: name }, planned = state.planned[name];
    parts.push(make("h2", { "data-at": `items/${name}` }, one.title || "An exercise without a title"), make("p", { class: "small" }, `${KINDS[one.kind] || one.kind} · ${NAMED[one.skill] || one.skill} `,
      button("Remove this exercise", () => act({ do: "remove exercise", activity: name }), { "data-remove": name })));
    if (!seen.has(one.skill)) parts.push(make("div", { "data-at": `key/skill/${one.skill}` }));
    seen.add(one.skill);
    parts.push(field("Title", { ...change, field: "title" }, one.title || ""),
      field(`Minutes${planned > 1 ? ` (sets of this kit plan ${planned} for as many items)` : ""}`, { ...change, field: "minutes" }, one.minutes || ""),
      field("Prompt", { ...change, field: "prompt" }, one.prompt || "", { area: true }));
    const begins = ({ text }) => text.split(" ").length > 6 ? `${text.split(" ").slice(0, 5).join(" ")} …` : text;
    const asks = (change) => (unit) => tick(`${unit.label}: ${begins(unit)}${unit.figures && one.skill === "figures" ? " (a figure)" : ""}`,
      (one.units || one.passage).includes(unit.label), { ...change, unit: unit.label, activity: name });
    const written = allUnits().filter((unit) => unit.text);
    if (one.units) parts.push(make("div", { class: "line", "data-at": `items/${name}/units` }, ...written.map(asks({ do: "ask", place: "list" }))));
    if (one.kind === "choose") parts.push(...options(name, one));
    if (one.kind === "phrases") parts.push(...phrases(name, one));
    if (one.kind === "table") parts.push(...rows(name, one));
    if (one.kind === "write") parts.push(make("div", { class: "line", "data-at": `items/${name}/passage` }, "To be written again: ", ...written.map(asks({ do: "passage" }))), ...rubric(name));
  }
  const more = { figures: "An exercise on figures", phrases: "Words to tap", table: "A table to sort", write: "A text to write" };
  parts.push(make("h2", {}, "One more exercise"), make("p", {}, ...Object.entries(more).filter(([kind]) => kind !== "figures" || !state.activities.knowing)
    .flatMap(([kind, title]) => [button(title, () => act({ do: "new exercise", kind }), { "data-new": kind }), " "])));
  return parts;
}

const KINDS = { mark: "Labels for claims", choose: "Options to decide", phrases: "Words to tap", table: "A table to sort", write: "A text to write" };
const NAMED = { speaking: "who is speaking", figures: "how do they know", missing: "who is missing", wording: "wording", whole: "all skills" };

function phrases(name, one) {
  const listed = Object.entries(one.phrases || {});
  return [make("p", { class: "small", "data-at": `items/${name}/phrases` }, "Choose words on the tab Text: select them in a unit, and ask for them there. Half of them or more are fair; quotation marks must not give them away."),
    ...listed.map(([phrase, said]) => phraseCard(name, phrase, said))];
}

function rows(name, one) {
  const heads = one.heads || {}, change = { do: "table", activity: name };
  const list = make("select", { id: `choices-${name}` }, ...Object.keys(LISTS).map((value) => make("option", { value, selected: value === one.choices }, LISTS[value])));
  list.onchange = ({ target }) => act({ ...change, field: "choices", was: one.choices, to: target.value });
  return [make("label", {}, make("span", { class: "small" }, "Answers to choose from"), list),
    field("Heading: what is sorted", { ...change, field: "text" }, heads.text || ""), field("Heading: what is said of it", { ...change, field: "note" }, heads.note || ""),
    field("Heading: the answer", { ...change, field: "answer" }, heads.answer || ""),
    ...Object.entries(one.rows || {}).map(([row, said]) => rowCard(name, one, row, said)),
    adding(name, "New row (Enter adds it): the words or the figure to sort", (to) => act({ do: "row", activity: name, to }), "rows")];
}

const LISTS = { "source-classes": "what kind of source (party, official, media, unnamed …)", verdicts: "how well a figure stands (corroborated, disputed …)",
  outcomes: "what came of a forecast (borne out, partly …)" };

function rowCard(activity, one, row, said) {
  const change = { do: "row", activity, row }, sum = said.number || {};
  const number = (state.answers[activity] || {})[`${row}.number`] || {}, key = { do: "option key", activity, option: `${row}.number` };
  return make("div", { class: "card", "data-row": row, "data-at": `items/${activity}/${row}` },
    field(one.heads?.text || "What is sorted", { ...change, field: "text" }, said.text || ""),
    field("Where it stands, such as p3.1", { ...change, field: "where" }, said.where || ""),
    field(one.heads?.note || "What is said of it", { ...change, field: "note" }, said.note || ""),
    ...answering(activity, row, state.choices[one.choices] || {}, "Why", "What makes it this kind?"),
    field("A small sum to do (or nothing)", { ...change, field: "question" }, sum.question || ""),
    ...(said.number ? [field("… answered in (per cent, boats)", { ...change, field: "unit" }, sum.unit || ""),
      field("Its result", { ...key, field: "answer" }, number.answer || "", { answers: true }),
      field("How far off is still right", { ...key, field: "tolerance" }, number.tolerance || "", { answers: true }),
      field("How it is worked out", { ...key, field: "why" }, number.why || "", { area: true, answers: true })] : []),
    button("Remove this row", () => act({ do: "row", activity, row, gone: true, to: "" })));
}

function rubric(name) {
  const key = (state.answers[name] || {}).text || {}, lines = key.rubric || [], change = { do: "essay", activity: name };
  return [make("p", { class: "small", "data-at": `key/answers/${name}/text` }, "What a good text has, as a student ticks it off: two lines or more. Then one good answer, shown after the student’s own."),
    ...lines.map((line, at) => field(`Rubric ${at + 1} (empty it, and it goes)`, { ...change, field: "rubric", line: at }, line, { answers: true })),
    adding(name, "New line of the rubric (Enter adds it)", (to) => act({ ...change, field: "rubric", line: lines.length, was: "", to })),
    field("A good answer", { ...change, field: "model" }, key.model || "", { area: true, answers: true })];
}

function options(name, one) {
  const said = one.skill === "missing" ? { yes: ["Missing", ""], no: ["No gap", ""] } : { yes: ["Yes", ""], no: ["No", ""] };
  const parts = Object.entries(one.options || {}).map(([option, text], at) => make("div", { class: "card", "data-option": option, "data-at": `items/${name}/${option}` },
    field(`Option ${at + 1} (empty it, and it goes)`, { do: "option", activity: name, option }, text), ...answering(name, option, said, "Why", "Is it left out, and would a fair text need it?")));
  return [...parts, adding(name, "New option (Enter adds it)", (to) => {
    const words = to.toLowerCase().match(/[a-z]{4,}/g) || ["option"];
    let short = words.slice(0, 2).join("-"), number = 2;
    while ((one.options || {})[short]) short = `${words[0]}-${number++}`;
    return act({ do: "option", activity: name, option: short, was: "", to });
  }, "options")];
}

// A box whose words become one more of a list when Enter is pressed.
function adding(name, title, add, what = "") {
  const box = make("input", { id: `new-option-${name}` });
  box.value = drafts.get(box.id) || "";
  box.oninput = ({ target }) => drafts.set(target.id, target.value);
  box.onkeydown = async (event) => {
    const words = event.target.value;
    if (event.key !== "Enter" || event.isComposing || !words.trim()) return;
    event.preventDefault();
    if (!(await add(words)).ok) return;
    if (drafts.get(box.id) === words) drafts.delete(box.id);
    if ($(box.id)?.value === words) $(box.id).value = "";
    $(box.id)?.focus();
  };
  return make("label", { "data-at": what ? `items/${name}/${what}` : false }, make("span", { class: "small" }, title), box);
}

const buildPage = () => [field("The page students read", { do: "whole", file: "page" }, state.page, { tall: true }),
  field("Teaching notes", { do: "whole", file: "notes" }, state.notes, { tall: true })];

const listed = (one) => make("li", {}, make("b", {}, one.where), `: ${one.fault} ${one.cure} `, one.places.length ? button("Go there", () => goTo(one)) : null);

function buildProblems() {
  const ranks = [["must", "Must: before it can be published"], ["to do", "To do: not written yet"]];
  return ranks.flatMap(([rank, title]) => [make("h2", {}, title), state.problems.some((one) => one.rank === rank) ? null : make("p", {}, "Nothing."), make("ul", {}, ...state.problems.filter((one) => one.rank === rank)
    .map(listed))])
    .concat(make("h2", {}, "Better: what could give answers away or read badly"),
      make("ul", {}, ...state.problems.filter((one) => one.rank === "better").map(listed), ...allUnits().flatMap((unit) => unit.hints.map((hint) =>
        listed({ where: `Text, ${unit.name}`, fault: `it ${hint}.`, cure: "", places: [`${unit.label.startsWith("b") ? "brief" : "article"}/${unit.label}`] })))));
}

const panels = { cards: buildCards, report: buildReport, exercises: buildExercises, page: buildPage, problems: buildProblems,
  header: buildHeader, original: buildOriginal, units: () => buildUnits(state.units), unit: buildUnit };

// ---- showing ------------------------------------------------------------------------------------------------

// What stands on the page stays there, the same elements, and takes over what is new: so nothing of what somebody
// is doing is lost to a save, such as the focus, words that are selected, an open list, and Ctrl+Z in a field.
function fill(parent, fresh) {
  let at = parent.firstChild;
  for (const given of fresh.flat(3).filter((one) => one !== null && one !== undefined)) {
    const one = given instanceof Node ? given : document.createTextNode(given), name = nameOf(one);
    let there = at;
    while (name && there && nameOf(there) !== name) there = there.nextSibling;
    if (!there || nameOf(there) !== name || there.nodeName !== one.nodeName) { parent.insertBefore(one, at); continue; }
    while (at !== there) at = remove(at);
    become(there, one);
    at = there.nextSibling;
  }
  while (at) at = remove(at);
}

function remove(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

const HANDLERS = ["onclick", "oninput", "onblur", "onchange", "onkeydown", "onsubmit"];

function become(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const one of HANDLERS) old[one] = fresh[one];
  fill(old, [...fresh.childNodes]);
  if (old.matches("[type=checkbox]")) old.checked = fresh.checked;
  // what is being typed stays as it is: the server takes a space at its end away, and the next word would stick
  else if (old.matches("input:not([type=file]), select, textarea") && old !== document.activeElement && old.value !== fresh.value) old.value = fresh.value;
}

// By what an element is known again among its neighbours; "" where one is like another.
function nameOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { phrase, row, option, card, skill, code } = node.dataset, own = node.id || phrase || row || option || card || skill || code;
  if (own || card === "") return `${node.nodeName} ${own}`;
  if (node.matches("button")) return `button ${node.textContent}`;
  return node.matches("label, li") ? `${node.nodeName} ${node.querySelector("[id]:not(.said)")?.id || node.querySelector("button")?.textContent || ""}` : "";
}

const stops = (panel) => [...panel.querySelectorAll("button:not(:disabled), input:not(:disabled), select, textarea, summary")];

function render() {
  if (!state) return;
  if (held) { stale = true; return; }
  const active = document.activeElement, panel = active?.closest("main section"), place = panel ? stops(panel).indexOf(active) : -1;
  if (view.unit && !unitOf(view.unit)) view.unit = "";
  for (const [name, build] of Object.entries(panels)) fill($(name), build());
  if (place >= 0 && !active.isConnected) stops(panel)[Math.min(place, stops(panel).length - 1)]?.focus({ preventScroll: true });
  const wrong = state.problems.filter((one) => one.rank !== "better").length;
  $("tab-problems").textContent = wrong ? `Problems (${wrong})` : "Problems";
  $("balance").textContent = state.balance.join(" · ");
  document.querySelector("[data-do=undo]").disabled = !state.undo;
  document.querySelector("[data-do=undo]").title = state.undo;
  document.querySelector("[data-do=redo]").disabled = !state.redo;
  document.querySelector("[data-do=publish]").textContent = view.moving || (state.draft ? "Publish" : "Take back");
  placeProblems();
  if (view.tab === "try") preview();
  document.body.dataset.mark = state.mark;
}

function show(tab) {
  view.tab = tab;
  for (const one of document.querySelectorAll("[role=tab]")) {
    one.setAttribute("aria-selected", String(one.dataset.tab === tab));
    $(one.dataset.tab).hidden = one.dataset.tab !== tab;
  }
  if (tab === "try") preview();
}

let previewed = "";
function preview() {
  // what was typed a moment ago is on its way: one look at all of it, not one at what stood there before
  if ((pending.size || view.inFlight) && !view.conflict && !view.lostAt) return;
  const both = $("edition").value === "both", mark = `${$("edition").value} ${state?.mark}`;
  if (mark === previewed) return;
  previewed = mark;
  const address = (edition) => `preview/${edition}?v=${encodeURIComponent(state?.mark || "")}`;
  $("preview").src = address(both ? "study" : $("edition").value);
  $("preview-class").hidden = !both;
  if (both) $("preview-class").src = address("class");
}

function choose(unit) {
  view.unit = unit;
  const asked = unitOf(unit)?.asked.map((one) => state.activities[one].skill) || [];
  if (asked.length) view.skill = asked.includes(view.skill) ? view.skill : asked[0];
  if (unit.startsWith("b") && view.tab !== "text") show("text");
  render();
  if (matchMedia("(max-width: 900px)").matches) { $("unit").scrollIntoView(); return; }  // one column: it stands below
  document.querySelector("#units .here")?.scrollIntoView({ block: "nearest" });
  document.querySelector("#original .here")?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const units = allUnits(), place = units.findIndex((one) => one.label === view.unit);
  const next = units[Math.min(units.length - 1, Math.max(0, place + by))];
  if (next) choose(next.label);
}

// ---- keys and buttons ---------------------------------------------------------------------------------------

const focusField = (change) => { $(keyOf(change))?.focus(); };
const fields = { e: () => ({ do: "retell", unit: view.unit }), r: () => ({ do: "key", unit: view.unit, skill: view.skill, field: "why" }) };

document.addEventListener("keydown", (event) => {
  const writes = event.target.matches("textarea, input:not([type=checkbox]), select");
  if (event.isComposing || event.ctrlKey && event.key !== "Enter" || event.metaKey) return;
  const unit = view.tab === "text" && unitOf(view.unit);
  const digit = /^Digit([1-6])$/.exec(event.code) || /^([1-6])$/.exec(event.key);
  if (unit && digit && (event.altKey || !writes)) {
    const code = Object.keys(state.skills[view.skill].labels)[digit[1] - 1];
    event.preventDefault();
    label(unit, view.skill, code);
  } else if (unit && event.altKey && event.code === "KeyW") {
    event.preventDefault();
    document.querySelector("#unit [data-words]")?.click();
  } else if (event.key === "Escape" && writes) {
    event.target.blur();
  } else if (event.ctrlKey && event.key === "Enter" && writes && unit) {
    const kind = event.target.id === keyOf(fields.e()) ? "e" : "r";
    event.preventDefault();
    flush();
    step(1);
    focusField(fields[$(keyOf(fields[kind]())) ? kind : "e"]());  // a claim without a label has no reason yet
  } else if (!writes && !event.altKey && view.tab === "text" && !event.ctrlKey) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); }
    else if (unit && fields[event.key]) { event.preventDefault(); focusField(fields[event.key]()); }
    else if (unit && event.key === "a") {
      const [name] = asking(view.skill);
      if (name) act({ do: "ask", unit: unit.label, activity: name, to: !unit.asked.includes(name) });
    }
  }
});

// While a letter is composed or a button held down nothing is drawn anew: a click that ends on another button is none.
function hold() { held = true; }
function release() {
  held = false;
  if (stale) { stale = false; render(); }
}
document.addEventListener("compositionstart", hold);
document.addEventListener("compositionend", release);
document.addEventListener("pointerdown", (event) => { if (!event.target.closest("select")) hold(); });
document.addEventListener("click", () => { held = false; }, true);  // what a click does is shown at once
for (const end of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(end, () => setTimeout(release));
addEventListener("blur", release);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && pending.size) flush(); });
addEventListener("beforeunload", (event) => { if (pending.size && !outbox) event.preventDefault(); });

const tabs = [...document.querySelectorAll("[role=tab]")];
for (const [place, one] of tabs.entries()) {
  one.addEventListener("click", () => show(one.dataset.tab));
  one.addEventListener("keydown", (event) => {
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    tabs.at(next % tabs.length).focus();
    show(document.activeElement.dataset.tab);
  });
}
for (const one of document.querySelectorAll("[data-cue]")) one.addEventListener("change", render);
$("edition").addEventListener("change", preview);
$("hide").addEventListener("change", () => document.body.classList.toggle("hidden-answers", $("hide").checked));
for (const one of document.querySelectorAll("footer [data-do]")) {
  one.addEventListener("click", async () => {
    if (view.moving) return;  // a set on its way is asked for once
    if (pending.size) await flush();
    if (view.moving) return;
    if (one.dataset.do === "history") await steps();
    else {
      const move = one.dataset.do !== "publish" ? one.dataset.do : state.draft ? "publish" : "take back";
      if (!MOVING[move]) { await act({ do: move }); return; }
      const [doing, done, failed] = MOVING[move];
      begins(doing);
      const said = await act({ do: move });
      begins("");
      $("saved").textContent = said.ok ? done : failed;
    }
  });
}

const MOVING = { publish: ["Publishing …", "Published. “python3 kit.py build” puts it into the book. ", "Not published. "],
  "take back": ["Taking back …", "Taken back: it is a draft again. ", "Not taken back. "] };

// It takes seconds: said at the foot, which is read aloud, and on the button; a second press does nothing.
function begins(doing) {
  view.moving = doing;
  if (doing) $("saved").textContent = doing;
  for (const button of document.querySelectorAll("footer [data-do]")) button.setAttribute("aria-disabled", String(Boolean(doing)));
  render();
}

async function steps() {
  const { steps: told } = await (await ask("steps")).json();
  const lines = [];
  for (const one of told) {
    const said = `${one.kind === "do" ? "" : one.kind} ${one.said}`, last = lines.at(-1);
    if (last?.said === said) last.steps++; else lines.push({ at: one.at.replace("T", " "), said, steps: 1 });
  }
  showCalmly(button("Close", () => alarm("")), ...lines.slice(0, 20).map(({ at, said, steps }) => make("div", {}, `${at} ${said}${steps > 1 ? ` (${steps} steps)` : ""}`)));
  document.querySelector("#alarm button").focus();
}

async function begin() {
  outbox = await openOutbox();
  show("text");
  await load();
  // of two windows' words for one field the newer come first; the others stay, and are shown the next time
  for (const one of (await readOutbox()).sort((first, second) => first.at - second.at)) {
    pending.set(one.id, { change: one.change, was: one.was, to: one.to, sent: one.sent });
    adopted.set(one.id, one.key);
  }
  if (!outbox) alarm("This browser keeps nothing (a private window?): what you type is safe only when “Saved” stands below.");
  busy();
  if (pending.size) await flush();
  const news = new EventSource("events");
  news.addEventListener("message", (event) => {
    const { mark } = JSON.parse(event.data), isNews = () => state && mark !== state.mark;
    if (isNews()) (sending || Promise.resolve()).then(() => isNews() && load());  // it may be what we sent ourselves
  });
}

begin();
})();
