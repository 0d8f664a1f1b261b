"""The pages of plans: the list of a unit, one plan with those of its children and its history, setting and sharing."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from congdoan.base.period import Period
from congdoan.base.text import number
from congdoan.catalogue.models import current
from congdoan.catalogue.rules import Indicator
from congdoan.desk.context import Context, context_of
from congdoan.desk.door import answers
from congdoan.desk.gate import may, me, unit_or_404
from congdoan.desk.key_figures import year_of
from congdoan.desk.numbers import Told, against
from congdoan.desk.plans import reading
from congdoan.desk.plans.form import PlanForm, amount
from congdoan.desk.plans.sharing import Shares
from congdoan.desk.words import period_name
from congdoan.figures.actions import set_plan, share_plan, withdraw_plan
from congdoan.figures.models import Plan
from congdoan.figures.rules import Target
from congdoan.org.models import Unit
from congdoan.org.rules import Right
from congdoan.reports.rules import period_name as period_said


class WithdrawForm(forms.Form):
    """Why a plan is taken back."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300)


def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the unit for the year looked at, beside what is done."""
    context = context_of(request)
    shown: dict[str, object] = {
        "context": context,
        "rows": [(row, plan_address(context, row.indicator.code, row.period)) for row in reading.rows(context)],
        "year": year_of(context.period),
        "may_plan": _may_plan(request, context.unit),
    }
    return render(request, "desk/plans/plans.html", shown)


def plan(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """One plan: the target beside what is done, the targets of the units beneath, how it came to be; taken back."""
    unit = unit_or_404(request, code, Right.READ)
    found = indicator_or_404(indicator)
    context = context_of(request, unit)
    period = reading.plan_period(context, indicator, request.GET.get("of", ""))
    form = WithdrawForm(answers(request))
    if request.method == "POST" and form.is_valid() and _withdrawn(request, context, found, period, form):
        return redirect(plan_address(context, indicator, period))
    target, span = reading.target_of(context, indicator, period), reading.until(context, period)
    done = Told.of(reading.whole(context).figure(indicator, span)) if span else None
    children = reading.children(context, found, period)
    rest = target - sum(child.target or 0 for child in children) if target else None
    shown: dict[str, object] = {
        "context": context,
        "indicator": found,
        "of": period,
        "span": span,
        "target": target,
        "target_words": amount(target, found) if target else "",
        "done": done,
        "against": against(done, Target(target, period), span) if done and target and span else None,
        "children": children,
        "given": sum(child.target is not None for child in children),
        "rest": rest,
        "over": -rest if rest else 0,
        "history": reading.history(unit, indicator, period),
        "may_plan": _may_plan(request, unit),
        "form": form,
    }
    return render(request, "desk/plans/plan.html", shown)


def set_page(request: HttpRequest, code: str) -> HttpResponse:
    """Set the unit's target; what the action refuses stands beside its field."""
    unit = unit_or_404(request, code, Right.PLAN)
    context = context_of(request, unit)
    form = PlanForm(context, answers(request), initial=_asked(request, context))
    if request.method == "POST" and form.is_valid():
        indicator, period = form.of_indicator, form.of
        try:
            new = set_plan(
                me(request),
                unit=unit,
                indicator=indicator.code,
                period=str(period),
                target=form.cleaned_data["target"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            said = {"name": indicator.local_name, "period": period_said(period), "n": amount(new.target, indicator)}
            messages.success(request, _("Đã giao %(n)s, %(period)s: %(name)s.") % said)
            return redirect(plan_address(context, indicator.code, period))
    shown = {"context": context, "form": form, "before": _before(context, request.GET.get("indicator", ""))}
    return render(request, "desk/plans/set.html", shown)


def share_page(request: HttpRequest, code: str, indicator: str) -> HttpResponse:
    """Share a target among the units beneath: proposed by members or evenly, changed by hand, given at once."""
    unit = unit_or_404(request, code, Right.PLAN)
    found = indicator_or_404(indicator)
    context = context_of(request, unit)
    period = reading.plan_period(context, indicator, request.GET.get("of", ""))
    children = reading.children(context, found, period, today=True)
    shares = Shares(children, reading.target_of(context, indicator, period), answers(request))
    if request.method == "POST" and shares.is_given and _shared(request, context, found, period, shares):
        return redirect(plan_address(context, indicator, period))
    shown = {"context": context, "indicator": found, "of": period, "shares": shares}
    return render(request, "desk/plans/share.html", shown)


def indicator_or_404(code: str) -> Indicator:
    """An indicator for which a plan can be set."""
    found = current().indicators.get(code)
    if found is None or not found.is_additive or found.own_only:
        raise Http404
    return found


def plan_address(context: Context, indicator: str, period: Period) -> str:
    """The page of a plan in this context."""
    path = reverse("desk:plan", args=[context.unit.code, indicator])
    return f"{path}?{context.query}&{urlencode({'of': str(period)})}"


def _may_plan(request: HttpRequest, unit: Unit) -> bool:
    return may(request, Right.PLAN, unit.pk)


def _asked(request: HttpRequest, context: Context) -> dict[str, object]:
    """What the link already says: the indicator, the period, and the target that holds."""
    indicator = request.GET.get("indicator", "")
    period = reading.plan_period(context, indicator, request.GET.get("of", ""))
    known = {str(each) for _year, parts in reading.usual_periods(context) for each in parts}
    target = reading.target_of(context, indicator, period)
    shown = number(target) if target else ""
    asked: dict[str, object] = {"indicator": indicator, "period": str(period), "target": shown}
    return asked if str(period) in known else asked | {"other_period": str(period)}


def _before(context: Context, code: str) -> list[tuple[str, Told, int | None]]:
    """What was done in the two years before, and what was to be done: no target is set in the dark."""
    indicator = current().indicators.get(code)
    year = year_of(context.period)
    if indicator is None or not indicator.is_additive or indicator.own_only or year.before is None:
        return []
    years = [each for each in (year.before, year.before.before) if each]
    read = reading.whole(context).figures_in(years, [code])
    return [
        (period_name(each), Told.of(figures[code]), reading.target_of(context, code, each))
        for each, figures in zip(years, read, strict=True)
    ]


def _withdrawn(
    request: HttpRequest, context: Context, indicator: Indicator, period: Period, form: WithdrawForm
) -> bool:
    unit = unit_or_404(request, context.unit.code, Right.PLAN)
    held = Plan.objects.known().filter(unit=unit, indicator__code=indicator.code, period=str(period)).first()
    if held is None:
        messages.warning(request, _("Kế hoạch này đã được bỏ."))
        return True
    try:
        withdraw_plan(me(request), plan=held, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Đã bỏ kế hoạch. Số cũ vẫn còn trong lịch sử."))
    return True


def _shared(request: HttpRequest, context: Context, indicator: Indicator, period: Period, shares: Shares) -> bool:
    """Whether the targets were given; if not, the sentences stand beside the numbers."""
    if shares.faults:
        return False
    try:
        share_plan(me(request), unit=context.unit, indicator=indicator.code, period=str(period), targets=shares.targets)
    except ValidationError as error:
        shares.refused = error.messages
        return False
    messages.success(
        request,
        ngettext("Đã chia kế hoạch cho %(n)s đơn vị.", "Đã chia kế hoạch cho %(n)s đơn vị.", len(shares.targets))
        % {"n": len(shares.targets)},
    )
    return True
