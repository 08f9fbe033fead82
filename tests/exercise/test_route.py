"""The way through an article's page: what is done, where to go on, what comes next."""

import json

import pytest
from helpers.answering import library, show_list
from helpers.kits import NARROW, PHONE

from secondsource.content.places import read_directives, read_steps
from secondsource.content.texts import slugs
from secondsource.content.textset import TextSet
from secondsource.exercise.html import render_activity, render_route
from secondsource.files import ROOT
from secondsource.problems import ContentError

ARTICLES = [slug for slug in slugs() if slug[:2] == "20"]
SLUG = "2015-scale"


def route_of(slug):
    text = (ROOT / "book" / f"{slug}.md").read_text(encoding="utf-8")
    return text, next(found for found in read_directives(text)[0] if found.name == "route")


@pytest.mark.parametrize("slug", ARTICLES)
def test_every_exercise_of_an_article_page_is_one_step_of_its_way(slug):
    text, route = route_of(slug)
    shown = [
        found.argument.partition("/")[2] for found in read_directives(text)[0] if found.name == "activity"
    ]
    steps = [step for option in ("class", "home") for step in read_steps(route.options[option])]
    assert sorted(name for name, minutes in steps if not minutes) == sorted(shown)
    html = render_route(library(slug), {"In class": read_steps(route.options["class"])})
    asked = [name for name, minutes in read_steps(route.options["class"]) if not minutes]
    plan = sum(int(library(slug).activity(name).minutes) for name in asked)
    plan += sum(int(minutes) for _, minutes in read_steps(route.options["class"]) if minutes)
    assert f"{plan} minutes" in html and 40 <= plan <= 50, "one lesson"


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_page_opens_on_its_way(slug):
    text, route = route_of(slug)
    assert [found.name for found in read_directives(text)[0] if found.name in ("route", "activity")][
        0
    ] == "route"
    head = text[: text.index("{route}")]
    assert "\n## " not in head and len(head.split()) < 150, "the cards stand in the first screen or two"


def test_one_minute_is_not_called_minutes():
    assert "<b>Now</b> 1 minute</p>" in render_route(library(SLUG), {"Now": [("article", "1")]})
    assert "<b>Now</b> 2 minutes</p>" in render_route(library(SLUG), {"Now": [("article", "2")]})
    text_set = TextSet(SLUG)
    text_set.activities["speaking"] = text_set.activity("speaking").model_copy(update={"minutes": "1"})
    assert '<span class="ss-minutes">1 minute</span>' in render_activity(
        text_set, "speaking", embed_key=False
    )


@pytest.mark.parametrize("steps", ["", "speaking=4", "article", "Speaking", "speaking, knowing"])
def test_a_step_that_is_none_is_refused(steps):
    with pytest.raises(ValueError, match="step|minutes"):
        read_steps(steps)


def test_an_exercise_that_is_not_there_is_refused_by_its_name():
    with pytest.raises(ContentError, match="speeking"):
        render_route(library(SLUG), {"In class": read_steps("page speeking")})


def test_the_way_shows_what_is_done_and_leads_on_by_the_path_taken(study, serve, open_page):
    page = open_page(f"{serve(study)}/{SLUG}.html", PHONE)
    steps = page.locator("[data-step]")
    assert page.locator(".ss-route .ss-done").count() == 0
    assert page.locator(".ss-route [aria-current]").get_attribute("data-step") == f"{SLUG}/page"
    for name, onward in (("page", f"#ss-{SLUG}-article"), ("sources", f"#ss-{SLUG}-figures")):
        root = page.locator(f'[data-ss="{SLUG}/{name}"]')
        show_list(root)
        for _ in range(2):  # asked once whether it is meant so
            root.locator("[data-do=commit]").click()
        assert root.locator(".ss-onward a").get_attribute("href").endswith(onward)
        assert root.locator(".ss-onward a").bounding_box()["height"] >= 44, "a button, under a thumb"
    page.reload()
    done = [step.get_attribute("data-step") for step in steps.all() if "done" in step.inner_text()]
    assert done == [f"{SLUG}/page", f"{SLUG}/sources"]
    assert page.locator(".ss-route [aria-current]").get_attribute("data-step") == f"{SLUG}/speaking"
    assert page.faults == []


def test_what_is_begun_is_not_done(study, serve, open_page):
    page = open_page(f"{serve(study)}/{SLUG}.html", NARROW)
    begun = json.dumps({"answers": {"p2.1": "S3"}})
    page.evaluate("([n, s]) => localStorage.setItem(n, s)", [f"secondsource/2/study/{SLUG}/speaking", begun])
    page.reload()
    assert page.locator(".ss-route .ss-done").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
