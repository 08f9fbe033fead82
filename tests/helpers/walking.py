"""A walk, gone as a student would: by thumb or by keys."""

PAUSE = 0.42  # seconds between two presses: sooner, the second counts for nothing

# Where to press, after a pause. Nobody sits the pause out: the clocks of the page go ahead, so it is time
# to the page all the same. What is out of sight, or below something, is scrolled to where it can be pressed.
POINT = """(target, pause) => {
  if (!window.passTime) {
    const { get } = Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp');
    const now = performance.now.bind(performance);
    let ahead = 0;
    Object.defineProperty(Event.prototype, 'timeStamp', { get() { return get.call(this) + ahead; } });
    performance.now = () => now() + ahead;
    window.passTime = (ms) => { ahead += ms; };
  }
  window.passTime(pause);
  if (target.disabled) throw new Error(`${target.outerHTML.slice(0, 80)} is disabled`);
  let there;
  for (const block of ['', 'center', 'end', 'start']) {
    if (block) target.scrollIntoView({ block, behavior: 'instant' });
    const box = [...target.getClientRects()].find((box) => box.width && box.height);
    if (!box) break;
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    there = document.elementFromPoint(x, y);
    if (target.contains(there)) return [x, y];
  }
  throw new Error(`${there?.outerHTML.slice(0, 80)} lies over ${target.outerHTML.slice(0, 80)}`);
}"""


def press(page, locator):
    """Press something with the pointer, a moment after what was pressed before."""
    page.mouse.click(*locator.evaluate(POINT, 1000 * PAUSE))


def tap(_page, locator):
    """Press something without a pointer, so without a pause: for a long corpus."""
    locator.evaluate("(one) => one.click()")


def reach(page, root, press=press):
    """Go to the claim in hand, where the panel does not ask yet: it was not in sight."""
    if root.evaluate("root => root.classList.contains('ss-ahead')"):
        press(page, button(root))


IN_HAND = """root => {
  if (root.classList.contains('ss-ended')) return '';
  const claims = [...root.querySelectorAll('.ss-stop:not([hidden]) [data-claim]')];
  return (claims.find((claim) => claim.matches('.ss-now')) || claims[0]).dataset.claim;
}"""


def in_hand(root):
    """Return the id of the claim in hand (of words that are still to tap, the first), "" at the end."""
    return root.evaluate(IN_HAND)


def stop_of(root):
    """Return the number of the stop that is shown, from 0; -1 at the end."""
    return root.evaluate("root => [...root.querySelectorAll('.ss-stop')].findIndex((stop) => !stop.hidden)")


def claims_of_stop(root):
    return root.evaluate(
        "root => [...root.querySelectorAll('.ss-stop:not([hidden]) [data-claim]')].map(e => e.dataset.claim)"
    )


def button(root):
    """Return the big button."""
    return root.locator("[data-do=go]")


def chip(root, value):
    return root.locator(f'.ss-now .ss-chip:has(input[value="{value}"]), .ss-now [data-decide="{value}"]')


def label_stop(page, root, wanted, press=press):
    """Answer all that the stop that is shown asks; return how many presses that took."""
    reach(page, root, press)
    words = root.locator(".ss-stop:not([hidden]) .ss-phrase")
    presses = 0
    for item in claims_of_stop(root):
        if words.count():
            if wanted[item] == "loaded":
                press(page, root.locator(f'.ss-phrase[data-claim="{item}"]'))
                presses += 1
            continue
        if in_hand(root) != item:
            press(page, root.locator(f'.ss-stop [data-claim="{item}"]'))
        press(page, chip(root, wanted[item]))
        presses += 1
        if f"{item}.number" in wanted:
            root.locator(f'[data-answer="{item}.number"]').fill(wanted[f"{item}.number"])
            presses += 1
        # where it asks “how sure?” or for a sum nothing moves on by itself
        if in_hand(root) == item and item != claims_of_stop(root)[-1]:
            press(page, button(root))
    return presses


def walk_through(page, root, wanted, seen=lambda: None, press=press):
    """Walk to the end; call `seen` for every reason that one is led to. Return the number of presses."""
    presses = 0
    while (stop := stop_of(root)) >= 0:
        presses += label_stop(page, root, wanted, press)
        press(page, button(root))
        presses += 1
        while stop_of(root) == stop:
            seen()
            press(page, button(root))
            presses += 1
    return presses
