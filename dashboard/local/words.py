"""What is said of a council's own unpublished figures. Pure."""

from __future__ import annotations

from datetime import date

from dashboard import format as fmt
from dashboard.local.figure import LocalFigure
from dashboard.model import Metric, View

STATUS = "local, unpublished"
INTRODUCTION = (
    "Figures that your council has counted and nobody has published yet, such as this month’s vacancies. They are "
    "drawn as hollow points on Benchmark’s trend and in Summary, marked “local, unpublished”, for your council alone. "
    "They are in no average, verdict or position, and in no download unless you ask there.\n\n"
    "An uploaded file stays in the memory of this visit: it is never written to disk, nobody else sees it, and it is "
    "gone once you reload or close the page. Files that an administrator puts into *data/local* are shown to everyone "
    "who uses this server. Leave out anything about individuals."
)
COLUMNS = (
    "A CSV in UTF-8 with the columns *council*, *metric*, *period_end*, *value*, *numerator* and *denominator*. "
    "Dates as 2026-10-31 or 31/10/2026; numbers without signs or commas. Leave *value* empty to have it calculated "
    "from the numerator and the denominator. At most 5 MB and 10,000 lines; a file with an error is refused whole."
)


def label(metric: Metric, period_end: date) -> str:
    """A period as the publisher would name it: "2025-26" for a financial year that has ended, else its last day."""
    if metric.period_kind != "financial_year":
        return fmt.day(period_end)
    if (period_end.month, period_end.day) == (3, 31):
        return f"{period_end.year - 1}-{period_end.year % 100:02}"
    return f"the year to {fmt.day(period_end)}"


def period(metric: Metric, figure: LocalFigure) -> str:
    """ "31 October 2026", "year to 31 October 2026", "2025-26"."""
    return fmt.period(metric, figure.period_end, label(metric, figure.period_end))


def refused(name: str, count: int) -> str:
    """How many things are wrong with a file, and what that means."""
    many = "1 thing is" if count == 1 else f"{count:,} things are"
    return f"{many} wrong with {name}, so none of its figures is shown. Mend the file and try again."


def included(view: View) -> str:
    """What a file with such figures says of them."""
    return f"With {view.council.short_name}’s own figures, {STATUS}: they are in no average."


def note(view: View) -> str:
    """What the hollow points are; nothing where there are none."""
    if not view.local:
        return ""
    many = f"{len(view.local)} figures, latest" if len(view.local) > 1 else "1 figure:"
    return (
        f"Hollow points are {view.council.short_name}’s own figures, local and unpublished ({many} "
        f"{_at(view.local[-1], view.metric)}); they are in no average."
    )


def newest(view: View) -> str:
    """What the hollow point at the end of a small chart is; nothing where there is none."""
    if view.newest_local is None:
        return ""
    return (
        f"The hollow point is {view.council.short_name}’s own figure, local and unpublished: "
        f"{_at(view.newest_local, view.metric)}."
    )


def _at(figure: LocalFigure, metric: Metric) -> str:
    when = fmt.within(metric, figure.period_end, label(metric, figure.period_end))
    return f"{fmt.figure(figure.value, metric)} {when}"
