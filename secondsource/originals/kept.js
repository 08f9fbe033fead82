// Whether passages of a reader's own copy are kept on this device: beside the answers, never among them. All
// else about them is panel.js's, which a page without any does not load.

export const COPY_PREFIX = "secondsource/copy/";

/** Tell whether something is kept of a text set. @param {string} slug */
export const isCopyKept = (slug) => isKept(COPY_PREFIX + slug);

/** Tell whether something is kept there: nothing where a page may keep nothing. @param {string} place */
export function isKept(place) {
  try {
    return localStorage.getItem(place) !== null;
  } catch {
    return false;
  }
}
