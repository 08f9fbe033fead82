"""Write: free text against a rubric; the model answer is shown after committing."""

from typing import ClassVar, Literal

from .base import Activity, Asked, Item


class Write(Activity):
    """Free text against a rubric; the model answer is shown after committing."""

    kind: Literal["write"]
    passage: list[str] = []

    screen_name: ClassVar[str] = "Write"
    paper_task: ClassVar[str] = "Write on the lines."
    seconds: ClassVar[int] = 420
    button: ClassVar[str] = "Compare with a model answer"

    def items(self):
        return [Item("text", None, form="text")]

    def asked(self, item, wording):
        return Asked(" ".join(map(wording, self.passage)), place=" ".join(self.passage))

    def used_units(self):
        yield from ((unit, "to write about") for unit in self.passage)

    def faults(self, units):
        for unit in self.passage:
            if unit not in units:
                yield "passage", f"there is no unit [{unit}] in the texts.", "Correct the label."

    def on_paper(self, wording):
        return {"passage": [wording(unit) for unit in self.passage]}
