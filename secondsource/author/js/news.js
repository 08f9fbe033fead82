// Hears from the server when a file of the set was changed: by another window, or by another program.

import { load, whenSent } from "./saving.js";
import { state } from "./state.js";

export function listenToNews() {
  new EventSource("events").addEventListener("message", async (event) => {
    const { mark } = JSON.parse(event.data),
      isNews = () => state && mark !== state.mark;
    if (!isNews()) return;
    await whenSent(); // it may be what we sent ourselves
    if (isNews()) load();
  });
}
