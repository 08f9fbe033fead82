// What nobody needs who has only opened a page: how far one is on its way, notes, what was read, paper. Pages
// load it when somebody does something on them, or has done something before.

import { offerNotes } from "./notes.js";
import { preparePaper } from "./paper.js";
import { noteRead, showRead } from "./read.js";
import { startRoute } from "./route.js";

export function startRest() {
  preparePaper();
  noteRead();
  showRead();
  offerNotes();
  startRoute();
}
