// The keys of the page: a unit is retold, labelled and explained without a mouse.

import { one } from "../../exercise/js/dom.js";
import { byId } from "./elements.js";
import { keyOf } from "./fields.js";
import { asking, label } from "./labels.js";
import { act, flush } from "./saving.js";
import { state, unitOf, view } from "./state.js";
import { step } from "./way.js";

const WRITES = "textarea, input:not([type=checkbox]), select";
const retelling = () => keyOf({ do: "retell", unit: view.unit });
const reason = () => keyOf({ do: "key", unit: view.unit, skill: view.skill, field: "why" });

export const listenToKeys = () => document.addEventListener("keydown", pressed);

/** @param {any} event */
function pressed(event) {
  const { target, key } = event,
    isWriting = target.matches(WRITES),
    unit = view.tab === "text" ? unitOf(view.unit) : undefined;
  if (event.isComposing || (event.ctrlKey && key !== "Enter") || event.metaKey) return;
  const digit = /^Digit([1-6])$/.exec(event.code) || /^([1-6])$/.exec(key);
  if (unit && digit && (event.altKey || !isWriting)) {
    event.preventDefault();
    label(unit, view.skill, Object.keys(state.skills[view.skill].labels)[Number(digit[1]) - 1]);
  } else if (unit && event.altKey && event.code === "KeyW") {
    event.preventDefault();
    one(document, "#unit [data-words]")?.click();
  } else if (key === "Escape" && isWriting) {
    target.blur();
  } else if (event.ctrlKey && key === "Enter" && isWriting && unit) {
    event.preventDefault();
    goOn(target.id === retelling());
  } else if (!isWriting && !event.altKey && !event.ctrlKey && view.tab === "text") {
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      step(key === "ArrowDown" ? 1 : -1);
    } else if (unit) pressLetter(event, unit);
  }
}

/** Go on in the next unit with the same field. @param {boolean} isRetelling */
function goOn(isRetelling) {
  flush();
  step(1);
  const why = isRetelling ? null : byId(reason()); // a claim without a label has no reason yet
  (why || byId(retelling()))?.focus();
}

/** @param {KeyboardEvent} event @param {import("./state.js").Unit} unit */
function pressLetter(event, unit) {
  if (event.key === "e" || event.key === "r") {
    event.preventDefault();
    byId(event.key === "e" ? retelling() : reason())?.focus();
  } else if (event.key === "a") {
    const [activity] = asking(view.skill);
    if (activity) act({ do: "ask", unit: unit.label, activity, to: !unit.asked.includes(activity) });
  }
}
