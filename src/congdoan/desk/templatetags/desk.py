"""How numbers, days, icons, fields and links are drawn; every number goes through here."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

from django import template
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context as TemplateContext
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from congdoan.base.text import number as in_digits
from congdoan.base.text import with_unit
from congdoan.catalogue.models import counted, local
from congdoan.desk import words
from congdoan.desk.context import Context
from congdoan.desk.days import DayInput
from congdoan.desk.numbers import Against, Change, Told
from congdoan.figures.rules import share
from congdoan.org.models import User
from congdoan.reports.rules import period_name as period_said

register = template.Library()

register.filter("day", words.day)
register.filter("days", words.days)
register.filter("moment", words.moment)
register.filter("period_name", words.period_name)
register.filter("period_said", period_said)
register.filter("period_brief", words.period_brief)
register.filter("scope_name", words.scope_name)
register.filter("level_brief", words.level_brief)
register.filter("so_many", words.so_many)
register.filter("weekday", words.weekday)
register.filter("browser", words.browser)
register.filter("share", share)
register.filter("titled", words.title)
register.filter("local", local)
register.filter("counted", counted)

_TONES = {"success": "ok", "warning": "warn", "error": "bad"}
_SIGNS = {"ok": "check", "warn": "warn", "bad": "warn", "plain": "info"}


@register.filter
def digits(value: int) -> str:
    """`2.247`."""
    return in_digits(value)


@register.filter
def money(value: int) -> str:
    """`297.000.000 đ`."""
    return with_unit(value, "đồng")


@register.filter
def person(user: User | AnonymousUser) -> str:
    return user.get_full_name() or user.get_username() if isinstance(user, User) else ""


@register.filter
def spell(value: Any) -> str:
    """The days of a spell."""
    return words.span(value.first_day, value.last_day)


@register.filter
def tone(message: Message) -> str:
    return _TONES.get(message.level_tag, "plain")


@register.filter
def tone_icon(message: Message) -> str:
    return _SIGNS[tone(message)]


@register.filter
def svg(drawing: str) -> SafeString:
    """A drawing of our own making, without its XML head."""
    return mark_safe(drawing[max(drawing.find("<svg"), 0) :])


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {classes}" if classes else "", name
    )


@register.filter
def fours(text: str) -> str:
    """A long key in groups of four, as it is read and typed."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


# ---------- numbers

_MARKS = {"≥": "ít nhất", "≤": "nhiều nhất", "≈": "khoảng"}


@register.simple_tag
def number(told: Told | None, url: str = "", strong: bool = False) -> SafeString:
    """A number with its mark outside the link that opens it."""
    if not told:
        return mark_safe("")
    if not told.known:
        return format_html('<span class="unknown">{}</span>', told)
    text, mark = str(told), ""
    if text[0] in _MARKS:
        mark, text = text[0], text[1:].strip()
    shown = format_html('<a class="opens{}" href="{}">{}</a>', " strong" if strong else "", url, text) if url else text
    return format_html("{}{}", bound(mark), shown)


def bound(mark: str) -> SafeString:
    if not mark:
        return mark_safe("")
    said = {"≥": _("ít nhất"), "≤": _("nhiều nhất"), "≈": _("khoảng")}[mark]
    return format_html('<span class="bound" aria-hidden="true">{}</span><span class="unseen">{} </span>', mark, said)


@register.simple_tag
def plan(told: Against | None) -> SafeString:
    """The bar of a plan: what is done, the plan's mark, the time gone."""
    if not told:
        return format_html('<span class="unknown">{}</span>', _("chưa giao"))
    time = format_html('<path class="time" d="M{} 0v14"/>', f"{min(told.gone, 1) * 80:.1f}") if told.mark == 100 else ""
    return format_html(
        '<span class="plan"><svg viewBox="0 0 80 14" aria-hidden="true"><rect class="track" x=".5" y="3.5" width="79"'
        ' height="7"/><rect class="done" y="3" width="{}" height="8"/>{}<rect class="mark" x="{}" width="1.5"'
        ' height="14"/></svg><span>{}</span></span>',
        f"{told.width * 80 / 100:.1f}",
        time,
        f"{told.mark * 80 / 100 - 1:.1f}" if told.mark < 100 else "77.8",
        f"{told.rate}\u00a0%",
    )


@register.simple_tag
def backed(part: float | None) -> SafeString:
    """The share that stands on records; below 60 % it is marked."""
    if not isinstance(part, float):
        return mark_safe("")
    return format_html(
        '<span class="backed{}"><svg viewBox="0 0 32 8" aria-hidden="true"><path d="M0 4h{}"/></svg>{}</span>',
        " low" if part < 0.6 else "",
        f"{part * 32:.0f}",
        share(part),
    )


@register.simple_tag
def compared(change: Change | None, why: str = "") -> SafeString:
    if change is None:
        return format_html(
            '<span class="quiet" title="{}">–<span class="unseen"> {}</span></span>', why, _("chưa so được")
        )
    if not change.percent:
        return format_html('<span class="quiet">{}</span>', _("không đổi"))
    word, way = (_("tăng"), "up") if change.rises else (_("giảm"), "down")
    return format_html('<span class="{}"><span class="unseen">{} </span>{}</span>', way, word, change)


@register.simple_tag
def spark(values: Sequence[float]) -> SafeString:
    """A line of up to twelve points, the last one dotted; the table beside it says the same."""
    if len(values) < 2:
        return mark_safe("")
    low, high = min(values), max(values)
    wide = high - low or 1.0
    points = [
        (2 + 76 * place / (len(values) - 1), 17 - 14 * (value - low) / wide) for place, value in enumerate(values)
    ]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    return format_html(
        '<svg class="spark" viewBox="0 0 80 20" aria-hidden="true"><path d="M{}"/>'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        line,
        f"{x:.1f}",
        f"{y:.1f}",
    )


@register.simple_tag
def cells(counts: Sequence[int]) -> SafeString:
    """Cells of a row of numbers, which are many in a long table."""
    return mark_safe("".join([f'<td class="number">{in_digits(count)}</td>' for count in counts]))


# ---------- links


@register.simple_tag(takes_context=True)
def here(context: TemplateContext) -> str:
    """`back=` this page, for what leads back to it."""
    return urlencode({"back": context["request"].get_full_path()})


@register.simple_tag(takes_context=True)
def here_query(context: TemplateContext, **changes: object) -> str:
    """This page's query with changes, the whole of the context bar in it; an empty value takes a word out."""
    query = dict(_query(context["request"], context.get("bar")))
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    return urlencode(query, doseq=True)


def _query(request: HttpRequest, bar: Context | None) -> dict[str, list[str]]:
    """What a page's query and its context bar say, put together once for all of its links."""
    known: tuple[Context | None, dict[str, list[str]]] | None = getattr(request, "_query", None)
    if known is None or known[0] is not bar:
        said = {name: [str(value)] for name, value in QueryDict(bar.query if bar else "").items()}
        known = bar, {name: list(map(str, values)) for name, values in request.GET.lists()} | said
        request._query = known  # type: ignore[attr-defined]
    return known[1]


@register.simple_tag(takes_context=True)
def opening(context: TemplateContext, row: object, **changes: object) -> str:
    """The link by which a row opens: this page with a word changed; nothing where the row gave nothing."""
    told = getattr(row, "now", None)
    return "" if told is not None and told.is_zero else f"?{here_query(context, **changes)}"


@register.filter(name="with")
def with_one_more(listed: Sequence[str], another: str) -> list[str]:
    """A list with one thing more at its end."""
    return [*listed, another]


@register.simple_tag(takes_context=True)
def at(context: TemplateContext, **changes: object) -> str:
    """The query of a link to another page in the same context, with changes: `?unit=…&period=…`."""
    bar = context.get("bar")
    if bar is None:
        return f"?{urlencode({name: str(value) for name, value in changes.items()})}" if changes else ""
    return f"?{bar.link(**changes)}"


@register.simple_tag(takes_context=True)
def at_fields(context: TemplateContext) -> SafeString:
    """The same as hidden fields, for a form that only looks."""
    bar = context.get("bar")
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', parse_qsl(bar.query) if bar else ())


# ---------- forms


@register.inclusion_tag("desk/field.html")
def field(bound_field: BoundField, label: str = "", hint: str = "", **attributes: str) -> dict[str, object]:
    """A field as the desk draws it: label, hint, control, errors beside it; `attributes` go to the control."""
    hint = hint or str(bound_field.help_text or "")
    described = [
        f"{bound_field.auto_id}-{part}" for part, there in (("hint", hint), ("error", bound_field.errors)) if there
    ]
    given: dict[str, str | bool] = {"placeholder": ""} if "placeholder" in bound_field.field.widget.attrs else {}
    given |= {name.replace("_", "-"): value for name, value in attributes.items()}
    if described:
        given["aria-describedby"] = " ".join(described)
    if bound_field.errors:
        given["aria-invalid"] = "true"
    return {
        "field": bound_field,
        "label": label or bound_field.label,
        "hint": hint,
        "control": bound_field.as_widget(attrs=given),
    }


_FILES = ("photos", "documents")  # fields that stand beside a form: a fault of theirs names them by its code


@register.inclusion_tag("desk/faults.html")
def faults(form: BaseForm) -> dict[str, object]:
    """What is wrong with a form, each fault a link to its field; the focus goes here."""
    found = [
        (f"id_{error.code}" if error.code in _FILES else "", sentence)
        for error in form.non_field_errors().as_data()
        for sentence in error.messages
    ]
    found += [
        (str(bound_field.auto_id), f"{bound_field.label}: {sentence}")
        for bound_field in form
        for sentence in bound_field.errors
    ]
    return {"faults": found}


@register.simple_tag
def day_input(key: str, name: str, value: object, fault: object = "") -> str:
    """A field for a day outside of a form of Django's."""
    wrong = {"aria-invalid": "true", "aria-describedby": f"{key}-error"} if fault else {}
    return DayInput().render(name, value, {"id": key, **wrong})


@register.filter
def ago(value: date | datetime | None, today: date) -> str:
    """`97 ngày` since a day."""
    if value is None:
        return _("chưa ghi lần nào")
    return words.so_many_days((today - value).days)
