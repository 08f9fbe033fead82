// The way through a page: which exercises are done, where to go on, and what comes behind each.

import { all, make, one } from "./dom.js";
import { readStored } from "./storage.js";
import { readState } from "./sitting.js";

/** Show on the way how far the student is. */
export function drawRoute() {
  const steps = all(document, "[data-step]");
  for (const step of steps)
    step.classList.toggle("ss-done", readState(readStored(step.dataset.step))?.committed || false);
  const next = steps.find((step) => !step.matches(".ss-done"));
  for (const step of steps) step.ariaCurrent = step === next ? "step" : null;
}

/** Lead on from an exercise that is done, by the path on which it lies. @param {any} root */
export function leadOn(root) {
  const step = one(document, `[data-step="${root.dataset.ss}"]`),
    next = step?.closest("li").nextElementSibling?.firstChild;
  drawRoute();
  if (!next) return;
  const link = make("a", "", next.firstChild.textContent);
  link.href = next.href;
  one(root, ".ss-onward").replaceChildren("Next: ", link);
}
