// The buttons at the foot: a step back or forward, what was done, and the way into the kit and out of it.

import { all } from "../../exercise/js/dom.js";
import { ask } from "./ask.js";
import { build, button } from "./elements.js";
import { act, flush } from "./saving.js";
import { redraw, state, view } from "./state.js";
import { alarm, say, showCalmly } from "./tell.js";
import { pending } from "./typed.js";

const STEPS = 20; // lines of the history that are shown
const MOVES = {
  publish: {
    doing: "Publishing …",
    done: "Published. “python3 kit.py build” puts it into the book. ",
    failed: "Not published. ",
  },
  "take back": {
    doing: "Taking back …",
    done: "Taken back: it is a draft again. ",
    failed: "Not taken back. ",
  },
};
const buttons = () => all(document, "footer [data-do]");

export function openFoot() {
  for (const one of buttons()) one.addEventListener("click", () => press(one.dataset.do));
}

/** @param {string} what */
async function press(what) {
  if (view.moving) return; // a set on its way is asked for once
  if (pending.size) await flush();
  if (view.moving) return;
  if (what === "history") await showHistory();
  else if (what === "publish") await move(state.draft ? "publish" : "take back");
  else await act({ do: what });
}

/** @param {"publish"|"take back"} what */
async function move(what) {
  const { doing, done, failed } = MOVES[what];
  setMoving(doing);
  const { ok } = await act({ do: what });
  setMoving("");
  say(ok ? done : failed);
}

/**
 * It takes seconds: said at the foot, which is read aloud, and on the button; a second press does nothing.
 * @param {string} doing
 */
function setMoving(doing) {
  view.moving = doing;
  if (doing) say(doing);
  for (const one of buttons()) one.setAttribute("aria-disabled", String(Boolean(doing)));
  redraw();
}

async function showHistory() {
  const { steps } = await (await ask("steps")).json(),
    /** @type {{at: string, said: string, steps: number}[]} */
    lines = [];
  for (const { at, kind: how, said: what } of steps) {
    const said = `${how === "do" ? "" : how} ${what}`,
      last = lines.at(-1);
    if (last?.said === said) last.steps++;
    else lines.push({ at: at.replace("T", " "), said, steps: 1 });
  }
  const close = button("Close", () => alarm(""));
  showCalmly(close, ...lines.slice(0, STEPS).map(buildLine));
  close.focus();
}

/** @param {{at: string, said: string, steps: number}} line */
function buildLine({ at, said, steps }) {
  const times = steps > 1 ? ` (${steps} steps)` : "";
  return build("div", {}, `${at} ${said}${times}`);
}
