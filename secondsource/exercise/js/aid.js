// The reading aid: wider lines, one sentence at a time, and the browser's own voice where it has one that
// works without a network. Nothing of the text leaves the device.

import { all, make, one } from "./dom.js";
import { addStyle } from "./sheet.js";

const STYLE = `
.ss-aided :is(.ss-reading, .ss-stops, .ss-passage, .ss-unit, .ss-feedback, .ss-card) {
  letter-spacing: .03em; line-height: 2.1; word-spacing: .12em;
}
.ss-aided-text[id] [data-unit]:not(.ss-spoken) { color: var(--ss-ink-soft); }
.ss-aided-text[id] .ss-spoken {
  background: var(--ss-accent-soft); border-bottom: 3px solid var(--ss-accent); scroll-margin:
  calc(var(--ss-bar) + 1rem) 0 9rem;
}
.ss-aid-bar {
  background: var(--ss-surface); border-top: 2px solid var(--ss-accent); bottom: 0; display: flex;
  flex-wrap: wrap; gap: .4rem; padding: .4rem; position: sticky; z-index: 3;
}
.ss-aid-bar .ss-button { font-size: .9rem; padding: .5rem .8rem; }
@media print { .ss-aid-bar { display: none; } }
`;

/** A voice of the page's language that speaks without a network, if there is one. */
const voice = () =>
  speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith("en"));

/**
 * Return what switches the aid of a text on and off.
 * @param {any} text a text of the page, with its sentences
 */
export function startAid(text) {
  const bar = make("p", "ss-aid-bar"),
    hear = make("button", "ss-button ss-quiet", "Read aloud");
  bar.setAttribute("role", "group");
  bar.ariaLabel = "Reading aid";
  /** @type {any} the sentence in hand */
  let now;
  const stop = () => {
    globalThis.speechSynthesis?.cancel();
    hear.ariaPressed = "false";
  };
  const take = (/** @type {any} */ sentence) => {
    now?.classList.remove("ss-spoken");
    now = sentence;
    now.classList.add("ss-spoken");
  };
  const move = (/** @type {number} */ by) => {
    const sentences = all(text, "[data-unit]"),
      next = sentences[sentences.indexOf(now) + by];
    if (!next) return stop();
    take(next);
    now.scrollIntoView({ block: "nearest" });
    if (hear.ariaPressed === "true") speak();
  };
  const speak = () => {
    const words = new SpeechSynthesisUtterance(now.textContent),
      said = now;
    speechSynthesis.cancel();
    words.voice = voice() || null;
    words.lang = words.voice?.lang || "en";
    words.onend = () => hear.ariaPressed === "true" && said === now && move(1);
    speechSynthesis.speak(words);
  };
  const show = () => {
    hear.hidden = !voice();
  };
  const button = (/** @type {any} */ element, /** @type {() => void} */ act) => {
    element.type = "button";
    element.addEventListener("click", act);
    bar.append(element);
  };
  button(make("button", "ss-button ss-quiet", "‹ Before"), () => move(-1));
  button(make("button", "ss-button ss-quiet", "Next sentence ›"), () => move(1));
  button(hear, () => {
    if (hear.ariaPressed === "true") return stop();
    hear.ariaPressed = "true";
    speak();
  });
  hear.ariaPressed = "false";
  hear.hidden = true;
  if (globalThis.speechSynthesis) {
    show();
    speechSynthesis.addEventListener?.("voiceschanged", show); // browsers list them late
  }
  addStyle(STYLE);
  addEventListener("pagehide", stop);
  return (/** @type {boolean} */ isOn) => {
    document.documentElement.classList.toggle("ss-aided", isOn);
    text.classList.toggle("ss-aided-text", isOn);
    if (isOn) {
      text.after(bar); // not in it: texts.js makes copies of it, without its id
      if (!now) take(one(text, "[data-unit]"));
    } else {
      stop();
      bar.remove();
      now?.classList.remove("ss-spoken");
      now = undefined;
    }
  };
}
