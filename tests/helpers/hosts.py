"""A host for the module of a notebook, in a page of its own."""

HOST = """([script, html, marks]) => new Promise((done, failed) => {
  // The smallest host of the anywidget contract: a model with get, set, save_changes, send, on and off.
  const values = { html, state: {}, saved: "" }, heard = {}, told = [];
  const model = {
    get: (name) => values[name], set: (name, value) => { values[name] = value; },
    save_changes: () => { told.push(JSON.parse(JSON.stringify(values.state))); },
    send: (message) => {
      told.push(message);
      const answer = (listen) => listen({ type: "feedback", ...marks });
      setTimeout(() => (heard["msg:custom"] || []).forEach(answer), 0);
    },
    on: (name, listen) => { (heard[name] = heard[name] || []).push(listen); },
    off: (name, listen) => { heard[name] = (heard[name] || []).filter((other) => other !== listen); },
  };
  import(URL.createObjectURL(new Blob([script], { type: "text/javascript" }))).then((module) => {
    window.unbind = module.default.render({ model, el: document.body });
    window.told = told;
    done();
  }, failed);
})"""
