// The set as students see it, in a frame that can reach nothing of this page.

import { byId } from "./elements.js";
import { isSaving } from "./saving.js";
import { state } from "./state.js";

let previewed = "";

/** Show the edition that is chosen, if it is not what is shown. */
export function preview() {
  // what was typed a moment ago is on its way: one look at all of it, not one at what stood there before
  if (isSaving()) return;
  const edition = byId("edition").value,
    isBoth = edition === "both",
    mark = state?.mark || "",
    wanted = `${edition} ${mark}`;
  if (wanted === previewed) return;
  previewed = wanted;
  const address = (/** @type {string} */ name) => `preview/${name}?v=${encodeURIComponent(mark)}`;
  byId("preview").src = address(isBoth ? "study" : edition);
  byId("preview-class").hidden = !isBoth;
  if (isBoth) byId("preview-class").src = address("class");
}
