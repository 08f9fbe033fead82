// Whether passages of a reader's own copy are kept on this device: beside the answers, never among them. All
// else about them is panel.js's, which a page without any does not load.

export const COPY_PREFIX = "secondsource/copy/";

/** Tell whether something is kept of a text set. @param {string} slug */
export function isCopyKept(slug) {
  try {
    return localStorage.getItem(COPY_PREFIX + slug) !== null;
  } catch {
    return false;
  }
}
