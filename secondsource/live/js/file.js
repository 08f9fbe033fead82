// A student who cannot reach the teacher's computer still has the file.

import { make } from "../../exercise/js/dom.js";

/** Save answers as a file. @param {any} answers */
export function saveFile(answers) {
  const link = make("a"),
    name = String(answers.student || "student").replace(/[^\p{L}\p{M}\p{N}-]+/gu, "-");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(answers, null, 1)], { type: "application/json" }));
  link.download = `answers-${name.slice(0, 40)}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
