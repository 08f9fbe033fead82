// The window for the wall: how to join, how far the class is, where it split. Nobody's name is in what the
// server sends here.

import { all, make, one } from "../../exercise/js/dom.js";
import { ask } from "./ask.js";

const LOOK = 1_500; // ms
const word = sessionStorage.getItem("secondsource/teacher") || "";
let before = "";

async function look() {
  const { status, said } = await ask("/live/teach/wall", word),
    trouble = one(document, "#trouble");
  if (status === 200) draw(said);
  else if (status === 401) trouble.textContent = "Open this window from the teacher’s page.";
  else trouble.textContent = "The class is not served at this moment. Answers are kept on your devices.";
  setTimeout(look, LOOK);
}

/** @param {any} told */
function draw(told) {
  const text = JSON.stringify(told);
  if (text === before) return;
  before = text;
  for (const part of all(document, ".lv-invite [hidden]")) part.hidden = false;
  one(document, "#qr").src = told.qr;
  one(document, "#qr").alt = `QR code of ${told.address}live/`;
  one(document, "#address").textContent = told.address;
  one(document, "#code").textContent = told.code;
  one(document, "#here").textContent = told.joined ? `${told.joined} joined, ${told.here} here now` : "";
  one(document, "#trouble").textContent = told.ended
    ? "The class is over."
    : told.network
      ? ""
      : "This computer is in no network: no phone can reach it.";
  document.body.classList.toggle("lv-begun", told.open.length > 0 || Boolean(told.split));
  one(document, "#open").replaceChildren(...told.open.map(drawOpen));
  const split = one(document, "#split");
  if (split.dataset.of !== told.split) {
    split.dataset.of = told.split;
    split.innerHTML = told.split; // made by the server's own template, where everything is escaped
  }
}

/** @param {any} each */
function drawOpen(each) {
  const box = make("section", "lv-exercise"),
    list = make("ul", "lv-passages");
  box.append(
    make("h2", "", each.title),
    make("p", "", `${each.begun} begun · ${each.handed} finished`),
    list,
  );
  for (const [label, count] of each.passages) {
    const row = make("li");
    row.append(make("span", "lv-label", label), ` finished by ${count}`);
    list.append(row);
  }
  return box;
}

look();
