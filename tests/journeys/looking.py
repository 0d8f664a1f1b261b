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
SCHEMES: tuple[Literal["dark"], Literal["light"]] = ("dark", "light")
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

    Nor need its colours where each ink was found legible on its ground before: no page has others of its own.
    """
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    yield from _faults(page, [f"{page.viewport_size} {page.evaluate(_PARTS)}"], {"rules": _harmless()})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield from _faults(page, page.evaluate(_INKS), {"runOnly": ["color-contrast"]})


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


# What a page is made of. Of texts and of what stands in attributes for people to read or to go to, whether there is
# any; of other attributes what they say, but for numbers; of parts within one part each sort once.
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
        const within = [...new Set([...node.childNodes].map(parts))].join("");
        return `<${node.localName} ${[...node.attributes].map(attribute).join(" ")}>${within}</>`;
    };
    return parts(document.documentElement);
}"""


# In which ink texts are written on which ground: the colours of the element and of all around it, how large and how
# bold it is, and whatever else changes what is seen of colours. Of what is disabled axe-core asks nothing.
_INKS = r"""() => {
    const found = new Set();
    const plain = "rgba(0, 0, 0, 0) none 1 none normal";
    const ink = (element) => {
        const own = getComputedStyle(element);
        const told = [element.localName, element.getAttribute("class"), own.color, own.fontSize, own.fontWeight];
        told.push(own.textShadow, element.matches(":disabled, [aria-disabled=true], [aria-disabled=true] *"));
        for (let each = element; each; each = each.parentElement) {
            const style = getComputedStyle(each);
            const ground = [
                style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
            ].join(" ");
            if (ground !== plain) told.push(ground);
            if (style.position !== "static") told.push(each.localName, each.getAttribute("class"), style.position);
        }
        return told.join(" ");
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
        page.evaluate(_axe())
    asked = {"resultTypes": ["violations"], "iframes": False, "preload": False} | options
    found = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{where(page)}: {violation['id']}: {violation['help']}: "
        + "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        for violation in found["violations"]
        if violation["impact"] in GRAVE
    ]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def _harmless() -> dict[str, dict[str, bool]]:
    """The rules of axe-core that tell of nothing grave need not be tried, nor that of colours, which is by itself."""
    rules = dict(re.findall(r'\{id:"([a-z0-9-]+)",impact:"([a-z]+)"', _axe()))
    assert set(rules.values()) >= GRAVE
    harmless = [name for name, impact in rules.items() if impact not in GRAVE]
    return {name: {"enabled": False} for name in [*harmless, "color-contrast"]}
