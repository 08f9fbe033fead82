"""What a screen reader says of one stop: Guidepup's virtual one, which reads as the standards ask."""

from pathlib import Path

from helpers.answering import key_of, library, page_of, right_answers
from helpers.kits import PHONE
from helpers.needs import needs
from helpers.walking import button, claims_of_stop, label_stop, reach, tap

SLUG, NAME = "ferry-fares", "ferry-fares/speaking"
READ = """async ([text, name]) => {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const { virtual } = await import(address);
  await virtual.start({ container: document.querySelector(`[data-ss="${name}"] .ss-form`) });
  for (let count = 0; count < 200; count++) {
    await virtual.next();
    if ((await virtual.lastSpokenPhrase()) === 'end of form') break;
  }
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  return said;
}"""


def listen(page):
    """Return all that is said on the way through the exercise."""
    reader = Path(needs("the virtual screen reader")).read_text(encoding="utf-8")
    said = page.evaluate(READ, [reader, NAME])
    assert said[-1] == "end of form"
    return said


def test_one_stop_is_told_in_words(study, serve, open_page):
    needs("the virtual screen reader")
    page = open_page(f"{serve(study)}/{page_of(study, NAME).name}", PHONE, bypass_csp=True)
    root, text_set = page.locator(f'[data-ss="{NAME}"]'), library(SLUG)
    first, second = claims_of_stop(root)[:2]
    reach(page, root, tap)  # until then there is only the button that leads to it
    said = listen(page)
    for line in (
        "button, Stop 1: Paragraph 2, current step",
        "heading, 1 of 3 · Paragraph 2, level 4",
        f"button, {text_set.wording(first)}, Claim 1:",
        f"button, {text_set.wording(second)}, Claim 2:",
        "Claim 1 of 2: Who is speaking?",
        f"group, {text_set.wording(first)}",
        "radio, Hidden interest, not checked, position 2, set size 6",
        "button, 2 to go, disabled",
        "button, Skip this passage",
    ):
        assert line in said, line
    assert len([line for line in said if line.startswith("radio, ")]) == 6, "of the claim in hand alone"
    label_stop(page, root, right_answers(NAME), tap)
    tap(page, button(root))
    root.locator(".ss-now .ss-verdict").wait_for()
    said = listen(page)
    assert "Right" in said and any(key_of(NAME)[first].reason in line for line in said)
    assert f"button, {text_set.wording(first)}, Claim 1: Sound Right" in said
    assert not [line for line in said if line.startswith("radio, ")], "it is answered"
