// Keeps the teacher's word for this window, and goes on to the page: no address has it in it.

const word = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=word]"));
sessionStorage.setItem("secondsource/teacher", word.content);
location.replace("/live/teach");
