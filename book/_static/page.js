// What would otherwise stand inside every page. The site's Content-Security-Policy lets no inline script run.

// Before the first paint, so that a dark page never flashes white. The theme's script stops where the browser
// refuses storage: without .ss-live the page shows no buttons, and on narrow screens the menu below the text.
(function (page) {
  let mode = "auto";
  try { mode = localStorage.getItem("mode") || mode; page.classList.add("ss-live"); } catch (refused) {}
  page.dataset.mode = mode;
  page.dataset.theme = mode !== "auto" ? mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  page.classList.add("ss-arriving");
  document.addEventListener("DOMContentLoaded", () => page.classList.remove("ss-arriving"));
})(document.documentElement);

// Also where nobody can set a header, from a folder for one: no page may call out. serve.py has the whole policy.
// By script: where it stands in the page, Chromium fetches no file ahead of the parser, and on slow networks the page is ready 1.5 s later.
const policy = document.createElement("meta");
policy.httpEquiv = "Content-Security-Policy";
policy.content = "connect-src 'none'; object-src 'none'; base-uri 'none'";
document.head.append(policy);

// On narrow screens the contents list is a dialog, which would stay in front of the section just chosen.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#pst-page-toc-nav a");
  if (link) link.closest("dialog")?.close();
});

// togglebutton.js reads these; its extension would write them into every page as inline scripts.
const toggleHintShow = "Click to show", toggleHintHide = "Click to hide", toggleOpenOnPrint = "true";
const togglebuttonSelector = ".toggle, .admonition.dropdown";

// Search matches are taken away again by a javascript: link, which the policy stops as well.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".highlight-link a")) return;
  event.preventDefault();
  SphinxHighlight.hideSearchWords();
});

// The search page says how many pages it found, but tells no screen reader.
document.addEventListener("DOMContentLoaded", () => {
  const results = document.getElementById("search-results"), status = document.getElementById("search-status");
  if (!status) return;
  new MutationObserver(() => {
    const summary = results.querySelector(".search-summary")?.textContent ?? "";
    if (status.textContent !== summary) status.textContent = summary;
  }).observe(results, { childList: true, characterData: true, subtree: true });
});
