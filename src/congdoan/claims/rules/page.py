"""A text with its figures as a page that stands alone: each figure underlined by its verdict, and a table beneath."""

from html import escape

from django.utils.translation import gettext as _

from congdoan.claims.rules.claim import Claim
from congdoan.claims.rules.telling import Judged, finding, value_in_words
from congdoan.claims.rules.verdicts import Judgement, Verdict

CLASSES = {
    Verdict.AGREES: "agrees",
    Verdict.ROUNDED: "rounded",
    Verdict.WITHIN: "within",
    Verdict.DIFFERS: "differs",
    Verdict.ABSENT: "absent",
    Verdict.UNJUDGED: "unjudged",
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 24px; line-height: 1.3; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.claim { background: none; color: inherit; text-decoration: underline 2px; text-underline-offset: 3px; }
.agrees, .rounded { text-decoration-color: #1a6a3a; }
.within { text-decoration: underline dotted 2px #1a6a3a; }
.differs { text-decoration: underline wavy 2px #a3211a; }
.absent { text-decoration: underline dashed 2px #586375; }
.unjudged { text-decoration: underline dashed 2px #854800; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid #7a8697; }
"""


def as_page(text: str, judged: Judged) -> str:
    """The whole page, without anything that must be fetched."""
    title = escape(finding(judged))
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{title}</h1>\n<div class="text">{_marked(text, judged)}</div>\n{_table(judged)}\n'
        "</main>\n</body>\n</html>"
    )


def _marked(text: str, judged: Judged) -> str:
    parts, place = [], 0
    for index, (claim, judgement) in enumerate(judged):
        parts.append(escape(text[place : claim.start]))
        parts.append(_mark(index, claim, judgement))
        place = claim.end
    return "".join([*parts, escape(text[place:])])


def _mark(index: int, claim: Claim, judgement: Judgement | None) -> str:
    kind = f" {CLASSES[judgement.verdict]}" if judgement else ""
    title = f"{judgement.verdict.label}: {judgement.reason}" if judgement else value_in_words(claim)
    return (
        f'<a class="claim{kind}" href="#claim-{index + 1}" title="{escape(title, quote=True)}">'
        f'<mark class="claim{kind}">{escape(claim.text)}</mark></a>'
    )


def _table(judged: Judged) -> str:
    with_verdicts = any(judgement for _claim, judgement in judged)
    heads = [_("Trong văn bản"), _("Giá trị"), _("Nói về")] + ([_("Kết luận"), _("Lý do")] if with_verdicts else [])
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "\n".join(_row(index, claim, judgement) for index, (claim, judgement) in enumerate(judged))
    caption = escape(_("Các số liệu"))
    return f"<table>\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _row(index: int, claim: Claim, judgement: Judgement | None) -> str:
    cells = [value_in_words(claim), claim.subject]
    if judgement:
        cells += [f"{judgement.verdict.sign} {judgement.verdict.label}", judgement.reason]
    told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr id="claim-{index + 1}"><th scope="row">{escape(claim.text)}</th>{told}</tr>'
