// The teacher's page: who is there, what is open, how far the class is. It looks every second and a half, and
// changes only what is another now, so that the focus stays where it is.

import { all, make, one } from "../../exercise/js/dom.js";
import { ask } from "./ask.js";

const WORD = "secondsource/teacher";
const LOOK = 1_500; // ms
const LONGEST = 600_000; // ms: a report of a large class on a slow computer
const CLOSING = 30; // seconds in which students are told that an exercise closes
const page = one(document, "#class");
const news = one(page, "#news");
/** @type {any} */
let state;
let word = sessionStorage.getItem(WORD) || "";

/** @param {any} element @param {string} text */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let look = async () => {
  const { status, said } = await ask("/live/teach/state", word);
  if (status === 401 || status === 429) return askWord(said.why);
  if (status === 200) {
    state = said;
    one(document, "#word").hidden = true;
    page.hidden = false;
    draw();
  } else
    put(one(page, "#trouble"), "The class is not served any more. Start it again: it goes on where it was.");
  setTimeout(() => look(), LOOK);
};

/** @param {string} why */
function askWord(why) {
  page.hidden = true;
  one(document, "#word").hidden = false;
  put(one(document, "#wrong"), word ? why || "" : "");
}

function draw() {
  put(one(page, "#address"), state.address);
  put(one(page, "#code"), state.code);
  put(one(page, "#here"), `${state.here} here, ${state.students.length} joined`);
  put(one(page, "#until"), new Date(state.keep_until * 1000).toLocaleDateString());
  const network =
    "This computer is in no network, so no phone can reach it: start a hotspot, or join a network.";
  put(one(page, "#trouble"), state.trouble || (state.network ? "" : network));
  put(one(page, "#end"), state.ended ? "Go on with the class" : "End the class");
  for (const button of all(page, "[name=mode]"))
    if (document.activeElement !== button) button.checked = button.value === state.mode;
  drawSets();
  drawRows(one(page, "#exercises tbody"), shownExercises(), makeExercise, fillExercise, "name");
  drawRows(one(page, "#students tbody"), state.students, makeStudent, fillStudent, "id");
  one(page, "#nobody").hidden = state.students.length > 0;
}

function drawSets() {
  const select = one(page, "#set"),
    sets = new Map(state.exercises.map((/** @type {any} */ each) => [each.set, each.text]));
  if (select.options.length) return;
  for (const [set, text] of sets) select.append(new Option(`${text} (${set})`, set));
  select.addEventListener("change", draw);
}

/** What is open or of the chosen text, so that nobody looks for what to close. */
const shownExercises = () =>
  state.exercises.filter((/** @type {any} */ each) => each.set === one(page, "#set").value || each.open);

/**
 * @param {any} body @param {any[]} items @param {(item: any) => any} build
 * @param {(row: any, item: any) => void} fill @param {string} key
 */
function drawRows(body, items, build, fill, key) {
  const rows = new Map(all(body, "tr").map((row) => [row.dataset.key, row])),
    wanted = new Set(items.map((item) => item[key]));
  for (const [name, row] of rows) if (!wanted.has(name)) row.remove();
  items.forEach((item, place) => {
    const row = rows.get(item[key]) || build(item);
    row.dataset.key = item[key];
    fill(row, item);
    if (body.children[place] !== row) body.insertBefore(row, body.children[place] || null);
  });
}

/** @param {any} each */
function makeExercise(each) {
  const row = make("tr"),
    head = make("th");
  head.scope = "row";
  row.append(head);
  for (const part of ["begun", "handed", "passages", "now"]) row.append(make("td", part));
  const cell = make("td", "do");
  for (const [act, text] of [
    ["open", "Open"],
    ["close", "Close"],
    ["show", "Show the reasons"],
  ])
    cell.append(makeAct(each.name, act, text), " ");
  row.append(cell);
  return row;
}

/** @param {string} name @param {string} act @param {string} text */
function makeAct(name, act, text) {
  const button = make("button", "lv-button", text);
  button.type = "button";
  button.dataset.act = act;
  button.addEventListener("click", () => send(name, act));
  return button;
}

/** @param {any} row @param {any} each */
function fillExercise(row, each) {
  put(row.firstChild, each.title);
  put(one(row, ".begun"), String(each.begun));
  const after = each.after ? `, ${each.after} after the reasons` : "";
  put(one(row, ".handed"), `${each.handed}${after}`);
  const now = [each.open ? "open" : each.closed ? "closed" : "not open", each.shown && "reasons shown"];
  put(one(row, ".now"), now.filter(Boolean).join(", "));
  const passages = each.passages.map((/** @type {any} */ [label, count]) => `${label}: ${count}`);
  put(one(row, ".passages"), passages.join(" · "));
  for (const button of all(row, "button")) {
    const act = button.dataset.act,
      off = act === "open" ? each.open : act === "close" ? !each.open : each.shown;
    button.setAttribute("aria-disabled", String(off)); // a button that is disabled loses the focus
    button.setAttribute("aria-label", `${button.textContent}: ${each.title}`);
  }
}

/** @param {any} student */
function makeStudent(student) {
  const row = make("tr"),
    head = make("th"),
    cell = make("td"),
    button = make("button", "lv-button", "Tell the code");
  head.scope = "row";
  button.type = "button";
  button.setAttribute("aria-label", `Tell the code of ${student.name}`);
  button.addEventListener("click", () =>
    put(button, button.textContent === student.code ? "Tell the code" : student.code),
  );
  cell.append(button);
  row.append(head, make("td", "here"), make("td", "handed"), cell);
  return row;
}

/** @param {any} row @param {any} student */
function fillStudent(row, student) {
  put(row.firstChild, student.name);
  put(one(row, ".here"), student.here ? "here" : "away");
  put(one(row, ".handed"), String(student.handed));
}

/** @param {string} name @param {string} act */
async function send(name, act) {
  const each = state.exercises.find((/** @type {any} */ one) => one.name === name),
    off = act === "open" ? each.open : act === "close" ? !each.open : each.shown;
  if (off) return;
  const { status, said } = await ask("/live/teach/act", word, {
    act,
    name,
    after: act === "close" ? CLOSING : 0,
  });
  const done = {
    open: "is open",
    close: `closes in ${CLOSING} seconds; students are told`,
    show: "is shown",
  }[act];
  put(news, status === 200 ? `${each.title} ${done}.` : said.why || "That did not work. Try again.");
}

/** @param {string} address @param {any} message @param {(said: any) => string} tell */
async function order(address, message, tell) {
  const { status, said } = await ask(address, word, message, LONGEST);
  put(news, status === 200 ? tell(said) : said.why || "That did not work. Try again.");
  return status === 200 ? said : null;
}

one(document, "#word").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  word = one(document, "#given").value.trim();
  sessionStorage.setItem(WORD, word);
  look();
});
for (const button of all(page, "[name=mode]"))
  button.addEventListener("change", () =>
    order(
      "/live/teach/mode",
      { mode: button.value },
      () => `Reasons: ${button.parentElement.textContent.trim()}.`,
    ),
  );
one(page, "#wall").addEventListener("click", () =>
  window.open("/live/projector", "projector", "popup,width=1200,height=800"),
);
one(page, "#marks").addEventListener("click", () => {
  put(news, "Marking …");
  order("/live/teach/marks", {}, tellMarks);
});
one(page, "#end").addEventListener("click", () =>
  order("/live/teach/end", {}, (said) => (said.ended ? "The class is ended." : "The class goes on.")),
);
one(page, "#delete").addEventListener("click", () => {
  one(page, "#sure").hidden = false;
  one(page, "#no").focus();
});
one(page, "#no").addEventListener("click", () => {
  one(page, "#sure").hidden = true;
  one(page, "#delete").focus();
});
one(page, "#yes").addEventListener("click", async () => {
  const said = await order("/live/teach/delete", {}, () => "");
  if (said) showGone(said);
});

/** @param {any} said */
const tellMarks = ({ folder, after, table }) =>
  `Marks and report are in ${folder}. Open report.html there.` +
  (after ? ` Handed in after the reasons were shown: ${after}; ${table} says what of it counts.` : "");

/** @param {any} said */
function showGone(said) {
  const gone = one(document, "#gone");
  const list = (/** @type {any} */ at, /** @type {string[]} */ names) =>
    at.append(...names.map((name) => make("li", "", name)));
  list(one(gone, "#removed"), said.removed);
  list(one(gone, "#left ul"), said.left);
  one(gone, "#left").hidden = !said.left.length;
  page.remove();
  gone.hidden = false;
  one(gone, "h1").focus();
  look = async () => {};
}

look();
