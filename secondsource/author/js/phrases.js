// Words to tap: chosen by selecting them in a unit, kept when the unit is edited.

import { buildAnswer } from "./answering.js";
import { build, button, byId } from "./elements.js";
import { keyOf } from "./fields.js";
import { act, flush } from "./saving.js";
import { called, state, unitOf } from "./state.js";
import { alarm } from "./tell.js";
import { pending } from "./typed.js";

/**
 * What can be done at a unit, for each exercise that asks for words.
 * @param {import("./state.js").Unit} unit
 */
export const buildWordsOf = (unit) =>
  Object.entries(state.activities)
    .filter(([, one]) => "phrases" in one)
    .flatMap(([name, one]) => [
      build("h3", {}, `Words to tap: ${called(name)}`),
      build(
        "p",
        { class: "small" },
        "Select words in the text above, then: ",
        button("Ask for these words (Alt+W)", () => askForWords(unit, name), { "data-words": name }),
      ),
      ...Object.entries(one.phrases || {})
        .filter(([, phrase]) => phrase.unit === unit.label)
        .map(([phrase, said]) => buildPhrase(name, phrase, said)),
    ]);

/** @param {string} activity @param {string} phrase @param {import("./state.js").Phrase} said */
export function buildPhrase(activity, phrase, { unit: label, quote }) {
  const unit = unitOf(label),
    lost = "These words are no longer in the claim: take them away, or write them again. ";
  return build(
    "div",
    { class: "card", "data-phrase": phrase, "data-at": `items/${activity}/${phrase}` },
    build("b", {}, `“${quote}”`),
    ` ${unit?.name || ""} `,
    unit?.text.includes(quote) ? null : build("span", { class: "must" }, lost),
    ...buildAnswer(activity, phrase, "Which word judges, and do the facts given carry it?"),
    button("Take these words away", () =>
      act({ do: "phrase", activity, phrase, unit: label, was: quote, to: "" }),
    ),
  );
}

/** @param {import("./state.js").Unit} unit @param {string} activity */
async function askForWords(unit, activity) {
  const box = byId(keyOf({ do: "retell", unit: unit.label })),
    words = box.value.slice(box.selectionStart, box.selectionEnd).trim();
  if (!words) {
    alarm("Select words in the text of this unit first.");
    return;
  }
  if (pending.size) await flush();
  await act({ do: "phrase", activity, unit: unit.label, was: "", to: words });
}
