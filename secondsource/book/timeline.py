"""The timeline as the background page shows it."""

from ..charts.timeline import timeline

CAPTION = (
    "What came when. Circles are events, diamonds are the articles of this book. "
    "The longer the line between two, the more time lies between them; it is not to scale."
)


def render_timeline(events):
    """Return HTML of the picture and its table. events: {id: Event}; a kit need have none."""
    if not events:
        return ""
    events = list(events.values())
    articles = [event.when for event in events if event.set]
    alternative = f"Timeline of {len(events)} events from {events[0].when} to {events[-1].when}."
    if articles:
        alternative += f" {len(articles)} are articles of this book, from {articles[0]} to {articles[-1]}."
    return timeline(events, alternative, CAPTION)._repr_html_()
