"""Every unit's monthly vectors, as one Ibis expression: it runs on DuckDB here and on a Spark cluster there."""

import ibis
from ibis import Table
from ibis.expr.types import DateValue

FIVE = ("low", "high", "open", "rough", "declared")
KEYS = ("unit", "indicator", "level", "first_day", "last_day")


def monthly_vectors(postings: Table, lineage: Table, indicators: Table) -> Table:
    """What each unit's subtree gave in each month, by the level of the units where it happened.

    `postings`: unit, indicator, first_day, last_day and the five numbers. `lineage`: unit, ancestor, level, from_day
    and until_day (the first day on which it no longer holds). `indicators`: indicator, is_stock.

    A flow counts in its month (a declaration: its months) under the row that holds its last day. A stock counts under
    every row that ends after that day: plus in the month of the later of the day and the row's beginning, minus in the
    month in which the row ends; so that the vector's running sum is the stock at each month's end.
    """
    told = postings.join(indicators, "indicator").join(lineage, "unit")
    held = (told.from_day <= told.last_day) & (told.last_day < told.until_day)
    came = told.filter(ibis.ifelse(told.is_stock, told.last_day < told.until_day, held))
    late = came.is_stock & (came.from_day > came.last_day)
    fact = came.first_day == came.last_day
    plus = _at(
        came,
        ibis.cases((late, _month(came.from_day)), (fact, _month(came.last_day)), else_=came.first_day),
        ibis.cases((late, _end(came.from_day)), (fact, _end(came.last_day)), else_=came.last_day),
        1,
    )
    went = told.filter(told.is_stock & (told.last_day < told.until_day) & (told.until_day < LAST))
    minus = _at(went, _month(went.until_day), _end(went.until_day), -1)
    both = plus.union(minus)
    vectors = both.group_by(KEYS).aggregate(**{name: both[name].sum().cast("int64") for name in FIVE})
    return vectors.filter(ibis.or_(*(vectors[name] != 0 for name in FIVE)))


LAST = ibis.date(9999, 12, 31)
"""What stands for "without end" in `until_day`; 0001-01-01 stands for "since ever" in `from_day`."""


def _month(day: DateValue) -> DateValue:
    return day.truncate("M").cast("date")


def _end(day: DateValue) -> DateValue:
    return (day.truncate("M").cast("date") + ibis.interval(months=1) - ibis.interval(days=1)).cast("date")


def _at(rows: Table, first_day: DateValue, last_day: DateValue, sign: int) -> Table:
    numbers = {name: (rows[name].cast("int64") * sign) for name in FIVE}
    return rows.select(
        unit=rows.ancestor,
        indicator=rows.indicator,
        level=rows.level,
        first_day=first_day.cast("date"),
        last_day=last_day.cast("date"),
        **numbers,
    )
