// Scripts of their own for what not every page needs, or none before somebody does something on it: a
// walk, the reasons, the panel at the end, the texts beside a question, a reader's own copy, an earlier
// kit's answers, the projector view, the reading aid, easier words, the rest. Each is opened once, when it is
// wanted.
// scripts.py makes them: they say how to make what they offer, from what the first script has.

/**
 * @typedef {"mirror"|"walk"|"reasons"|"panel"|"texts"|"copy"|"older"|"rest"|"projector"|"aid"|"easier"} Part
 */

export const UNREACHED = "This did not work. Load the page again.";
const QUIET = 5000; // ms without any of these
// Of the last, storage.js tells: something is kept.
const FIRST_ACTS = ["scroll", "pointermove", "pointerdown", "keydown", "focusin", "ss-kept"];

/** @type {any} */
const script = document.currentScript; // none where a test imports this
/** What has arrived. A part may come before the first script or after it. @type {any} */
export const arrived = (/** @type {any} */ (globalThis).secondSource ||= {});
/** What the first script has for the others; scripts.py fills it in. @type {any} */
export const shared = {};
/** @type {Map<Part, any>} */
const opened = new Map();
/** @type {Map<Part, Promise<any>>} */
const loading = new Map();

/** Return what a part offers; undefined where it has not arrived. @param {Part} part @returns {any} */
export function openPart(part) {
  if (!opened.has(part) && arrived[part]) opened.set(part, arrived[part](shared));
  return opened.get(part);
}

/**
 * Load one of them where it has not arrived, and return what it offers. A classic script like this: from a
 * folder, browsers load nothing else. It stands beside this one: secondsource.js, secondsource-copy.js.
 * @param {Part} part
 */
export function loadPart(part) {
  const load = () =>
    new Promise((done, failed) => {
      if (arrived[part]) return done(openPart(part));
      const element = document.createElement("script");
      element.onload = () => done(openPart(part));
      element.onerror = () => {
        loading.delete(part); // it may be there the next time
        failed(new Error(`${element.src} did not arrive`));
      };
      element.src = script?.src.replace(/\.js(?=[^/]*$)/, `-${part}.js`);
      document.head.append(element);
    });
  const loaded = loading.get(part) || load();
  loading.set(part, loaded);
  return loaded;
}

/**
 * Call `act` when somebody does something on the page, for the first time; after a while in any case: a
 * screen reader may read on without a sign.
 * @param {() => void} act
 */
export function onFirstAct(act) {
  const end = new AbortController(),
    options = { capture: true, passive: true, signal: end.signal },
    first = () => {
      if (!end.signal.aborted) act();
      end.abort();
    };
  setTimeout(first, QUIET);
  for (const type of FIRST_ACTS) addEventListener(type, first, options);
}
