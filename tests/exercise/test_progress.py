"""What is done shows in the contents and on the first page, and costs a newcomer nothing."""

import json

from helpers.answering import page_of
from helpers.kits import PHONE

SCRIPT = "secondsource-progress.js"
PAGE = "2015-scale"


def sitting(committed, saved):
    return json.dumps({"answers": {"p2.1": "S3"}, "committed": committed, "times": {"saved": saved}})


KEPT = {
    f"{PAGE}/speaking": sitting(True, "2026-11-02T10:00:00.000Z"),
    f"{PAGE}/page": sitting(True, "2026-11-02T10:05:00.000Z"),
    f"{PAGE}/knowing": sitting(False, "2026-11-02T10:10:00.000Z"),
    "ferry-fares/speaking": sitting(False, "2026-11-01T10:00:00.000Z"),
    "check-a/speaking": "{half a file",
}
KEEP = "kept => { for (const name in kept) localStorage[`secondsource/2/study/${name}`] = kept[name]; }"


def test_contents_and_first_page_say_what_is_done_and_where_to_go_on(study, serve, open_page):
    page = open_page(f"{serve(study)}/index.html", PHONE)
    assert not [address for address in page.requests_seen if SCRIPT in address], "there is nothing to show"
    page.evaluate(KEEP, KEPT)
    page.reload()
    onward = page.locator(".ss-goon a")
    onward.wait_for()
    assert onward.get_attribute("href").endswith(f"{PAGE}.html")
    whole = page.evaluate("secondSourcePages.pages")[PAGE]
    assert len(whole) >= 10
    for link in (f".bd-links a[href='{PAGE}.html']", f".bd-article li a[href='{PAGE}.html']"):
        assert page.locator(link).text_content().endswith(f"· 2 of {len(whole)} done")
    begun = page.locator(f".bd-links a[href='{page_of(study, 'ferry-fares/speaking').name}']")
    assert "done" not in begun.text_content(), "what is begun is not done"
    page.evaluate(KEEP, {name: sitting(True, "2026-11-03T10:00:00.000Z") for name in whole})
    page.goto(f"{serve(study)}/{PAGE}.html")
    here = page.locator(f".bd-links a:has-text('{'✓ done'}')")
    here.first.wait_for(state="attached")
    assert here.count() == 1 and page.locator(".ss-goon").count() == 0
    assert page.faults == []
