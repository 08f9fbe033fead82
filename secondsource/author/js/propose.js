// What follows for a second source from what is known of it. Never what it says, or whether it is a party.

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const SMALL = ["the", "a", "an", "of", "for", "and"];
// its host, and where its path has one, its year, month and day
const ADDRESS = /^https?:\/\/(?:www\.)?([^/]+)(?:.*?\/((?:19|20)\d\d)\/([01]\d)(?:\/([0-3]\d))?\/)?/;
const YEAR = /\b(?:19|20)\d\d\b/;
const MONTH_OF_YEAR = /\b\d{4}-(\d\d)\b/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
const MARKS = /[’'\u0300-\u036f]/g; // an apostrophe, and what stands above a letter

/**
 * Propose the rest of a form; each of it may be typed over.
 * @param {Record<string, string>} form its url, publisher and date
 * @returns {Record<string, string>} its year, name, publisher and date; "" where nothing follows
 */
export function proposeCard({ url, publisher, date }) {
  const [, host = "", pathYear = "", pathMonth = "", pathDay = ""] = ADDRESS.exec(url) || [],
    year = YEAR.exec(date)?.[0] || pathYear,
    month = findMonth(date) || Number(MONTH_OF_YEAR.exec(date)?.[1] || pathMonth),
    day = [pathDay && Number(pathDay), month && MONTHS[month - 1], pathYear];
  return {
    year,
    name: nameCard(publisher || host.split(".")[0], year, month),
    publisher: host,
    date: pathYear ? day.filter(Boolean).join(" ") : "",
  };
}

/** @param {string} date @returns {number} 0: none is named */
const findMonth = (date) =>
  MONTHS.findIndex((one) => new RegExp(`\\b${one.slice(0, 3)}`, "i").test(date)) + 1;

/** @param {string} publisher @param {string} year @param {number} month */
function nameCard(publisher, year, month) {
  const plain = publisher.normalize("NFD").replace(MARKS, "").toLowerCase(),
    words = (plain.match(/[a-z][a-z0-9]*/g) || []).filter((one) => !SMALL.includes(one)).slice(0, 2);
  if (!words.length) return "";
  if (year) words.push(year);
  else if (words.length < 2) words.push("source"); // a name has two words
  if (year && month) words.push(String(month).padStart(2, "0"));
  return words.join("-");
}

/**
 * Return title, publisher, author, date and url of a page that was saved from the browser: nothing of it is
 * run or fetched.
 * @param {string} html @returns {Record<string, string>}
 */
export function readSavedPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const content = (/** @type {string} */ name) =>
    /** @type {HTMLMetaElement|null} */ (page.querySelector(`meta[property="${name}"], meta[name="${name}"]`))
      ?.content;
  const meta = (/** @type {string[]} */ ...names) => names.map(content).find(Boolean) || "";
  const [, year, month, day] = DAY.exec(meta("article:published_time", "date", "dc.date")) || [];
  return {
    title: meta("og:title") || page.title,
    publisher: meta("og:site_name"),
    author: meta("author"),
    date: day ? `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}` : "",
    url: meta("og:url") || page.querySelector("link[rel=canonical]")?.getAttribute("href") || "",
  };
}
