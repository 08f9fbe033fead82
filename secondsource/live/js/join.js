// Where a student joins, sees what is open, and leaves a device for the next one.

import { make, one } from "../../exercise/js/dom.js";
import { answerFile } from "../../exercise/js/answers.js";
import { removeStored, writeStored } from "../../exercise/js/storage.js";
import { ask, listen } from "./ask.js";
import { listAnswers, listRemembered, recall, remember } from "./device.js";
import { saveFile } from "./file.js";
import { Outbox } from "./outbox.js";

const form = one(document, "#join");
const mine = one(document, "#mine");
const fault = one(document, "#fault");
const held = one(document, "#held");

/** Show who this device is in the class, and what is open. @param {any} me */
function showMine(me) {
  form.hidden = true;
  mine.hidden = false;
  one(mine, "#who").textContent = me.name;
  one(mine, "#code").textContent = me.code;
  const outbox = new Outbox(me, () => {
    const waiting = outbox.waiting().length;
    one(mine, "#waiting").textContent = waiting
      ? `Kept here, ${waiting} waiting for the teacher’s computer.`
      : outbox.last()
        ? "Everything is handed in."
        : "Nothing to hand in yet.";
  });
  outbox.soon(0);
  listen("/live/events", me.token, {
    event: (name, told) => name === "lesson" && drawLesson(told),
    open: (_isOpen, status) => {
      if (status === 401) showGone();
    },
  });
  one(mine, "#leave").addEventListener("click", () => leave(outbox));
}

/** @param {any} lesson */
function drawLesson(lesson) {
  const list = one(mine, "#open"),
    names = [
      ...lesson.open,
      ...lesson.shown.filter((/** @type {string} */ name) => !lesson.open.includes(name)),
    ];
  list.replaceChildren(...names.map((name) => drawLink(name, lesson.shown.includes(name))));
  one(mine, "#none").hidden = names.length > 0;
}

/** @param {string} name @param {boolean} isShown */
function drawLink(name, isShown) {
  const row = make("li"),
    [text, title, address] = JSON.parse(one(document, "#titles").textContent)[name],
    link = make("a", "", `${text}: ${title}`);
  link.href = `/${address}`;
  row.append(link, isShown ? " (reasons are shown)" : "");
  return row;
}

function showGone() {
  remember("me", null);
  mine.hidden = true;
  form.hidden = false;
  fault.textContent = "The class that this device was in is not there any more. Your answers are kept on it.";
}

/** Leave the device to somebody else: nothing of this student stays in sight. @param {Outbox} outbox */
async function leave(outbox) {
  const waiting = outbox.waiting().length,
    said = one(mine, "#left");
  if (waiting) {
    said.textContent = `${waiting} still wait for the teacher’s computer. Save them as a file, or wait.`;
    return;
  }
  await clear();
  location.reload();
}

async function clear() {
  for (const name of listAnswers()) await removeStored(name);
  await removeStored("name");
  for (const name of listRemembered("")) remember(name, null);
}

/** @param {SubmitEvent} event */
async function join(event) {
  event.preventDefault();
  fault.textContent = "";
  const given = new FormData(form),
    message = {
      class_code: String(given.get("class_code")),
      name: String(given.get("name") || ""),
      student_code: String(given.get("student_code") || ""),
    },
    { status, said } = await ask("/live/join", "", message);
  if (status !== 200) {
    fault.textContent = said.why || "The teacher’s computer cannot be reached. Are you in its network?";
    return;
  }
  if (!held.hidden && !one(held, "input").checked) await clear();
  for (const name of listRemembered("")) remember(name, null); // of another class
  remember("me", said);
  writeStored("name", said.name);
  history.replaceState(null, "", "/live/");
  showMine(said);
  one(mine, "h1").focus();
}

/** Take what a page of the same class at another address hands over. */
function takeOver() {
  if (!window.opener) return;
  window.addEventListener("message", async ({ source, data }) => {
    if (source !== window.opener || !data?.me?.token) return;
    const { status, said } = await ask("/live/mine", String(data.me.token));
    if (status !== 200) {
      fault.textContent = said.why || "This is another class: your answers stay where they are.";
      return;
    }
    const me = { ...said, token: String(data.me.token) };
    delete me.sittings;
    delete me.lesson;
    remember("me", me);
    for (const [name, state] of Object.entries(data.activities || {})) writeStored(name, state);
    showMine(me);
  });
  window.opener.postMessage("ready", "*"); // no more than that somebody listens
}

const code = decodeURIComponent(location.hash.slice(1)).slice(0, 20);
if (code) form.elements.class_code.value = code;
const answers = listAnswers().length;
held.hidden = !answers;
one(held, "b").textContent = String(answers);
one(held, "button").addEventListener("click", () => saveFile(answerFile("")));
form.addEventListener("submit", join);
takeOver();
const me = recall("me");
if (me?.token) showMine(me);
