// The author page. What is typed is sent after a short pause; until the server has confirmed it, it is kept
// in this browser as well.

import { all } from "../../exercise/js/dom.js";
import { startDrawing } from "./draw.js";
import { byId } from "./elements.js";
import { openFoot } from "./foot.js";
import { listenToKeys } from "./keys.js";
import { listenToNews } from "./news.js";
import { preview } from "./preview.js";
import { flush, load } from "./saving.js";
import { redraw } from "./state.js";
import { alarm } from "./tell.js";
import { adopt, busy, isKept, openOutbox, pending } from "./typed.js";
import { openTabs, show } from "./way.js";

const UNKEPT =
  "This browser keeps nothing (a private window?): what you type is safe only when “Saved” stands below.";

function listen() {
  startDrawing();
  listenToKeys();
  openTabs();
  openFoot();
  for (const cue of all(document, "[data-cue]")) cue.addEventListener("change", redraw);
  byId("edition").addEventListener("change", preview);
  byId("hide").addEventListener("change", () =>
    document.body.classList.toggle("hidden-answers", byId("hide").checked),
  );
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && pending.size) flush();
  });
  addEventListener("beforeunload", (event) => {
    if (pending.size && !isKept()) event.preventDefault();
  });
}

async function begin() {
  await openOutbox();
  show("text");
  await load();
  await adopt();
  if (!isKept()) alarm(UNKEPT);
  busy();
  if (pending.size) await flush();
  listenToNews();
}

history.replaceState(null, "", location.pathname); // the token is in the cookie now, and not to be seen
listen();
begin();
