// Forms that are not sent yet: kept in this browser, so that a closed page loses none.

import { slug } from "./state.js";

const FORMS = `second-source-forms|${slug}`;

/** @extends {Map<string, string>} id of a field -> what is written there */
class Drafts extends Map {
  /** @param {string} id @param {string} text */
  set(id, text) {
    super.set(id, text);
    this.keep();
    return this;
  }

  /** @param {string} id */
  delete(id) {
    const was = super.delete(id);
    this.keep();
    return was;
  }

  keep() {
    try {
      localStorage.setItem(FORMS, JSON.stringify([...this]));
    } catch {
      /* a browser that keeps nothing */
    }
  }

  recall() {
    try {
      for (const [id, text] of JSON.parse(localStorage.getItem(FORMS) || "[]")) super.set(id, text);
    } catch {
      /* the same */
    }
    return this;
  }
}

export const drafts = new Drafts().recall();
