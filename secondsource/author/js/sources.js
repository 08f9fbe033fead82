// The second sources that something names, to tick.

import { build, tickBox } from "./elements.js";
import { act } from "./saving.js";
import { cardOf, state } from "./state.js";
import { keyOf } from "./fields.js";

/**
 * Make ticks for the sources of a sentence of the report.
 * @param {string} where this part of the page, since they stand in two @param {string} label
 * @param {string[]} named @param {(named: string[]) => void} choose
 */
export function buildSources(where, label, named, choose) {
  const cards = Object.entries(state.cards).filter(([, card]) => card.reference !== "invented"),
    none = state.invented
      ? "an invented set needs none."
      : "none yet: make one on the tab Second sources, or “Make a sentence” there.",
    titles = Object.fromEntries([
      ...named.map((one) => [one, "a source that is gone"]),
      ...cards.map(([name, card]) => [card.reference, cardOf(name)]),
    ]);
  const ticks = Object.entries(titles).map(([reference, title]) => {
    const isOn = named.includes(reference),
      others = named.filter((one) => one !== reference);
    return tickBox(title, `source-${where}-${label}-${reference}`, isOn, () =>
      choose(isOn ? others : [...named, reference]),
    );
  });
  return build("div", { class: "line" }, "Sources: ", ticks.length ? null : none, ...ticks);
}

/**
 * Make ticks for the cards that stand behind an answer.
 * @param {import("./state.js").Answer} answer @param {import("./state.js").Change} change
 */
export function buildEvidence(answer, change) {
  const named = answer.evidence || [],
    names = new Set([...Object.keys(state.cards), ...named]);
  return build(
    "div",
    { class: "line" },
    Object.keys(state.cards).length ? "What stands behind it: " : "",
    ...[...names].map((name) =>
      tickBox(cardOf(name), `${keyOf(change)}-${name}`, named.includes(name), (isOn) =>
        act({ ...change, to: isOn ? [...named, name] : named.filter((one) => one !== name) }),
      ),
    ),
  );
}
