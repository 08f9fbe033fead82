// The way through a page: which exercises are done, where to go on, and what comes behind each.

import { all, make, one } from "./dom.js";
import { readStored } from "./storage.js";
import { readState } from "./sitting.js";

/** Show on the way how far the student is, now and behind each exercise; the first step is marked already. */
export function startRoute() {
  drawRoute();
  for (const root of all(document, "[data-ss]")) if (isDone(root.dataset.ss)) leadOn(root);
  document.addEventListener("ss-done", (event) => leadOn(event.target));
}

/** @param {string} name */
const isDone = (name) => readState(readStored(name))?.committed || false;

function drawRoute() {
  const steps = all(document, "[data-step]");
  for (const step of steps) step.classList.toggle("ss-done", isDone(step.dataset.step));
  const next = steps.find((step) => !step.matches(".ss-done"));
  for (const step of steps) step.ariaCurrent = step === next ? "step" : null;
}

/** Lead on from an exercise that is done, by the path on which it lies. @param {any} root */
function leadOn(root) {
  const step = one(document, `[data-step="${root.dataset.ss}"]`),
    next = step?.closest("li").nextElementSibling?.firstChild;
  drawRoute();
  if (!next) return;
  const link = make("a", "", next.firstChild.textContent);
  link.href = next.href;
  one(root, ".ss-onward").replaceChildren("Next: ", link);
}
