"""The words of an own copy that lead into a passage which is cut off: originals/panel.js does the same."""

import re

END = re.compile(r"[.!?…][\"”’')\]]*(?=\s|$)")


def words_before(passages, label):
    """Return what stands in front of a passage in its paragraph: of its sentence, or back to where a
    quotation opens that is still open; "" where the passage can be read alone.

    passages: {label: original wording}.
    """
    paragraph, _, number = label.partition(".")
    earlier = {
        int(other.partition(".")[2]): text
        for other, text in passages.items()
        if other.partition(".")[0] == paragraph and int(other.partition(".")[2] or 0) < int(number or 0)
    }
    if label not in passages or not earlier:
        return ""
    lead = " ".join(earlier[at] for at in sorted(earlier))
    opened = max(lead.rfind("“"), lead.rfind('"') if lead.count('"') % 2 else -1)
    if opened <= lead.rfind("”"):
        opened = len(lead)
    return lead[max((end.end() for end in END.finditer(lead) if end.end() <= opened), default=0) :].strip()
