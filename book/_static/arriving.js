// What must be done before the first paint. It is written into each page (trim.py): to fetch it would cost a slow phone
// a fifth of a second. The server's policy knows it by its fingerprint (policy.py) and lets no other inline script run.

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

// Also where nobody can set a header, from a folder for one: no page may call out. policy.py has the whole one.
// By script: where it stands in the page, Chromium fetches no file ahead of the parser, and on slow networks the page is ready 1.5 s later.
const policy = document.createElement("meta");
policy.httpEquiv = "Content-Security-Policy";
policy.content = "connect-src 'none'; object-src 'none'; base-uri 'none'";
document.head.append(policy);
