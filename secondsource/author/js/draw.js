// Draws the page: all its panels, and what stands at its foot. Not while a letter is composed or a button
// held down: a click that ends on another button is none.

import { all, one } from "../../exercise/js/dom.js";
import { buildCards } from "./cards.js";
import { byId } from "./elements.js";
import { buildExercises } from "./exercises.js";
import { field } from "./fields.js";
import { fill } from "./fill.js";
import { buildOriginal } from "./original.js";
import { preview } from "./preview.js";
import { buildProblems, placeProblems } from "./problems.js";
import { buildReport } from "./report.js";
import { drawWith, state, unitOf, view } from "./state.js";
import { buildUnit } from "./unit.js";
import { buildHeader, buildUnits } from "./units.js";

const STOPS = "button:not(:disabled), input:not(:disabled), select, textarea, summary";
const PANELS = {
  cards: buildCards,
  report: buildReport,
  exercises: buildExercises,
  page: () => [
    field("The page students read", { do: "whole", file: "page" }, state.page, { tall: true }),
    field("Teaching notes", { do: "whole", file: "notes" }, state.notes, { tall: true }),
  ],
  problems: buildProblems,
  header: buildHeader,
  original: buildOriginal,
  units: buildUnits,
  unit: buildUnit,
};
let held = false;
let stale = false;

function draw() {
  if (!state) return;
  if (held) {
    stale = true;
    return;
  }
  const goBack = holdPlace();
  if (view.unit && !unitOf(view.unit)) view.unit = "";
  for (const [name, buildPanel] of Object.entries(PANELS)) fill(byId(name), buildPanel());
  goBack();
  drawFoot();
  placeProblems();
  if (view.tab === "try") preview();
  document.body.dataset.mark = state.mark;
}

/** Return a function that goes on where somebody was, if what they were at is gone. */
function holdPlace() {
  const active = /** @type {any} */ (document.activeElement),
    panel = active?.closest("main section"),
    place = panel ? all(panel, STOPS).indexOf(active) : -1;
  return () => {
    if (place < 0 || active.isConnected) return;
    const stops = all(panel, STOPS);
    stops[Math.min(place, stops.length - 1)]?.focus({ preventScroll: true });
  };
}

function drawFoot() {
  const wrong = state.problems.filter((problem) => problem.rank !== "better").length,
    [undo, redo, publish] = ["undo", "redo", "publish"].map((name) => one(document, `[data-do=${name}]`));
  byId("tab-problems").textContent = wrong ? `Problems (${wrong})` : "Problems";
  byId("balance").textContent = state.balance.join(" · ");
  undo.disabled = !state.undo;
  undo.title = state.undo;
  redo.disabled = !state.redo;
  publish.textContent = view.moving || (state.draft ? "Publish" : "Take back");
}

function hold() {
  held = true;
}

function release() {
  held = false;
  if (!stale) return;
  stale = false;
  draw();
}

/** Draw the page whenever something changes, except in the middle of what somebody does with it. */
export function startDrawing() {
  drawWith(draw);
  document.addEventListener("compositionstart", hold);
  document.addEventListener("compositionend", release);
  document.addEventListener("pointerdown", (/** @type {any} */ { target }) => {
    if (!target.closest("select")) hold();
  });
  document.addEventListener("click", () => (held = false), true); // what a click does is shown at once
  for (const end of ["pointerup", "pointercancel", "dragend"])
    document.addEventListener(end, () => setTimeout(release));
  addEventListener("blur", release);
}
