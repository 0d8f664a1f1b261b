"""What is wrong with a page that somebody sees: axe-core's grave faults, in light and dark, and its width."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import Page
from tests.conftest import folder_of_the_run

GRAVE = {"serious", "critical"}
SCROLLED, CONTRAST = "scrollable-region-focusable", "color-contrast"
"""The rules whose answers depend on more than what is visible: on how much room it has, and on colours."""
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
"""The page is left in the light."""
NARROWEST = 360
"""Pixels of the narrowest phone that a page must fit."""


def widths(page: Page) -> Iterator[str]:
    """A page is no wider than its window; on a phone, nor than the narrowest."""
    window = page.viewport_size
    assert window
    for width in {window["width"], NARROWEST if window["width"] < 640 else window["width"]}:
        if width != window["width"]:
            page.set_viewport_size({"width": width, "height": window["height"]})
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            yield f"{where(page)}: {wide} px rộng hơn cửa sổ"
    if page.viewport_size != window:
        page.set_viewport_size(window)


def grave_faults(page: Page) -> Iterator[str]:
    """A page of the same parts that was found without fault, by whichever worker, need not be looked at again.

    Nor need its colours, where each ink was found legible on its ground before, nor what is scrolled.
    """
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    parts, *scrolled = page.evaluate(_PARTS)
    yield from _faults(page, [parts], {"rules": _elsewhere()})
    yield from _faults(page, scrolled, {"runOnly": [SCROLLED]})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield from _faults(page, page.evaluate(_INKS), {"runOnly": [CONTRAST]})


def _faults(page: Page, shown: list[str], options: dict[str, Any]) -> list[str]:
    """The faults of a page, but for one of which all that it shows was found without fault before."""
    folder = folder_of_the_run("faultless")
    new = [mark for each in shown if not (mark := folder / sha256(each.encode()).hexdigest()).exists()]
    faults = _found(page, options) if new else []
    if not faults:
        for mark in new:
            mark.touch()
    return faults


def where(page: Page) -> str:
    return f"{page.url} ({page.viewport_size})"


# What of a page is visible, and what of it is scrolled. Of texts and of what stands in attributes for people to read or
# to go to, whether there is any; of other attributes what they say, but for numbers; of parts within one part each sort
# once.
_PARTS = r"""() => {
    const told = new Set([
        "action", "alt", "aria-label", "aria-valuenow", "aria-valuetext", "content", "d", "datetime", "height", "href",
        "placeholder", "points", "src", "srcset", "style", "title", "transform", "value", "viewBox", "width", "x", "y",
    ]);
    const attribute = ({name, value}) => {
        const isThere = value.trim() ? "…" : "";
        const isTold = told.has(name) || name.startsWith("data-") || name.startsWith("hx-");
        return `${name}=${isTold ? isThere : value.replace(/[0-9]+/g, "0")}`;
    };
    const parts = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? "…" : "";
        if (node.nodeType !== Node.ELEMENT_NODE) return "";
        if (document.body.contains(node) && !node.checkVisibility()) return "";
        const within = [...new Set([...node.childNodes].map(parts))].join("");
        return `<${node.localName} ${[...node.attributes].map(attribute).join(" ")}>${within}</>`;
    };
    const isScrolled = (element) =>
        (element.scrollHeight > element.clientHeight || element.scrollWidth > element.clientWidth)
        && /auto|scroll/.test(getComputedStyle(element).overflow);
    const scrolled = [...document.body.querySelectorAll("*")].filter(isScrolled);
    return [document.documentElement, ...scrolled].map(parts);
}"""


# In which ink texts are written on which ground: the colour of the text, whether it is large, what shines through from
# around it as far as the first ground that nothing shines through, and what else changes what is seen of colours. What
# is taken out of the flow may lie on another ground, so it is told by name. Of what is disabled axe-core asks nothing.
_INKS = r"""() => {
    const found = new Set();
    const ink = (element) => {
        const own = getComputedStyle(element);
        const size = parseFloat(own.fontSize), isBold = parseInt(own.fontWeight) >= 700;
        const told = [own.color, size >= 24 || (isBold && size >= 18.66), own.textShadow];
        told.push(element.matches(":disabled, [aria-disabled=true], [aria-disabled=true] *"));
        let isThrough = true;
        for (let each = element; each; each = each.parentElement) {
            const style = getComputedStyle(each);
            const changed = [style.opacity, style.filter, style.mixBlendMode].join(" ");
            if (changed !== "1 none normal") told.push(changed);
            if (!isThrough) continue;
            told.push(style.backgroundColor, style.backgroundImage);
            if (style.position !== "static") told.push(each.localName, each.getAttribute("class"), style.position);
            isThrough = !style.backgroundColor.startsWith("rgb(");
        }
        return told.filter((each) => each !== "rgba(0, 0, 0, 0)" && each !== "none").join(" ");
    };
    const add = (element) => {
        if (element.checkVisibility({visibilityProperty: true})) found.add(ink(element));
    };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.trim()) add(texts.currentNode.parentElement);
    document.querySelectorAll("input, select, textarea").forEach(add);
    return [...found];
}"""


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe())
    asked = {"resultTypes": ["violations"], "iframes": False, "preload": False} | options
    found = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{where(page)}: {violation['id']}: {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in found["violations"]
        if violation["impact"] in GRAVE
    ]


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def _elsewhere() -> dict[str, dict[str, bool]]:
    """The rules of axe-core that tell of nothing grave need not be tried, nor those that are tried by themselves."""
    rules = dict(re.findall(r'\{id:"([a-z0-9-]+)",impact:"([a-z]+)"', axe()))
    assert set(rules.values()) >= GRAVE
    harmless = [name for name, impact in rules.items() if impact not in GRAVE]
    return {name: {"enabled": False} for name in [*harmless, SCROLLED, CONTRAST]}
