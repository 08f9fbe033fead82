// What is done, in the contents of the book and on its first page. page.js loads it where something is
// kept on the device; which exercises a page has stands before it (book/extension.py).

import { all, make, one } from "./dom.js";
import { addStyle } from "./sheet.js";

/** @type {{edition: string, pages: Record<string, string[]>}} */
const { edition, pages } = /** @type {any} */ (globalThis).secondSourcePages;

/** Return what is kept of an exercise; of what cannot be read, nothing is done. @param {string} name */
function readKept(name) {
  try {
    return JSON.parse(localStorage.getItem(`secondsource/2/${edition}/${name}`) || "null");
  } catch {
    return null;
  }
}

/** Say how much of a page is done; "" where nothing is. @param {string} page */
function describe(page) {
  const done = pages[page].filter((name) => readKept(name)?.committed === true).length;
  if (done === pages[page].length) return "✓ done";
  return done ? `${done} of ${pages[page].length} done` : "";
}

/** @param {any} link */
const pageOf = ({ pathname }) => pathname.split("/").pop().replace(/\.html$/, "") || "index";

/** Return the page with unfinished work that was answered last. */
function lastPage() {
  const begun = Object.keys(pages).map((page) => ({
    page,
    saved: pages[page].map((name) => String(readKept(name)?.times?.saved || "")).sort().pop() || "",
  }));
  const { page, saved } = begun.sort((a, b) => (a.saved < b.saved ? 1 : -1))[0];
  return saved && page !== "index" && describe(page) !== "✓ done" ? page : "";
}

function draw() {
  const isCover = pageOf(location) === "index",
    links = all(document, isCover ? ".bd-links a, .bd-article a" : ".bd-links a");
  for (const link of links) {
    if (link.hash || !Object.hasOwn(pages, pageOf(link)) || link.closest(".ss-goon")) continue;
    const sign = one(link, ".ss-progress") || make("span", "ss-progress");
    sign.textContent = describe(pageOf(link)) && ` · ${describe(pageOf(link))}`;
    link.append(sign);
  }
  if (isCover) drawOnward();
}

function drawOnward() {
  const page = lastPage(),
    title = one(document, ".bd-article h1"),
    link = all(document, ".bd-links a").find((other) => pageOf(other) === page);
  one(document, ".ss-goon")?.remove();
  if (!page || !link || !title) return;
  const line = make("p", "ss-goon"),
    onward = make("a", "", link.textContent);
  onward.href = link.href;
  line.append("Go on: ", onward);
  title.after(line);
}

addStyle(".ss-progress { font-size: .85em; font-weight: 400; opacity: .9; white-space: nowrap; }");
draw();
document.addEventListener("ss-done", draw);
addEventListener("storage", draw);
