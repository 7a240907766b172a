"""A second reader of the published files, for the tests alone.

It shares no code with the pipeline: csv, calamine and dictionaries. Where the pipeline reads MHCLG's column titles, this
reads the machine codes of the reference row. The rules are the design's: what a metric is, which population, who counts.
"""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

ENGLAND = "E92000001"
LONDON = "E12000007"
WORKFORCE = "children-s-social-work-workforce"
IN_NEED = "children-in-need"
LOOKED_AFTER = "children-looked-after-in-england-including-adoptions"
STABILITY = "stability-measures-for-children-looked-after-in-england"
OUTTURN = "local-authority-revenue-outturn"

STATUS = {"c": "suppressed", "k": "rounds_to_zero", "low": "rounds_to_zero", "u": "unreliable"}
STATUS |= dict.fromkeys(("z", "[z]"), "not_applicable")
# The note is Gateshead's of 2024-25: "unable to provide a breakdown" of spending on children looked after.
STATUS |= dict.fromkeys(("x", "[x]", "M", ":", "[note 4]"), "not_available")

# metric, publication, file, group, part of it, the whole, whether the percentage is published: shares of rows of a group.
SHARES = (
    ("placement_moves", LOOKED_AFTER, "la_cla_placement_stability", r"CLA on 31 March",
     r"With 3 or more placements during the year", "Total children", True),
    ("long_term_stability", LOOKED_AFTER, "la_cla_placement_stability", r".*at least 2\.5 years.*",
     r"Living with the same carer for at least 2 years.*", "Total children", True),
    ("far_from_home", LOOKED_AFTER, "la_cla_during_year_new_placements", r"Location of new placements.*",
     r".*more than 20 miles from home", "Total new placements", False),
    ("care_leavers_eet", LOOKED_AFTER, "la_care_leavers_activity", r"19 to 21 years",
     r"Total in education, employment or training", "Total", True),
    ("care_leavers_accommodation", LOOKED_AFTER, "la_care_leavers_accommodation", r"19 to 21 years",
     r"Accommodation considered suitable", "Suitability total", True),
    ("social_worker_changes", STABILITY, "la_cla_swcount", r"CLA on 31 March",
     r"3 or more social workers during the year", "Total children", True),
)  # fmt: skip
GROUP = ("cla_group", "care_leaver_age", "characteristic")
BREAKDOWN = ("placement_stability", "sw_stability", "breakdown", "characteristic")
COUNT = ("children_count", "care_leaver_count", "number")
PERCENT = ("children_percent", "care_leaver_percent", "percentage")

# metric, the lines of RO3 or RSX that are its numerator, its denominator (a line, or children), the scale.
MONEY = (
    ("spend_per_child", "RO3", ("csctot",), "children", 1),
    ("prevention_share", "RO3", ("cscsr", "cscfml", "cscsrv"), "csctot", 100),
    ("cla_share", "RO3", ("csclkd",), "csctot", 100),
    ("residential_share", "RO3", ("csclkdres",), "csclkd", 100),
    ("care_cost_per_week", "RO3", ("csclkd",), "children in care", 7 / 365),
    ("csc_share", "RSX", ("csc",), "totsx", 100),
)

Key = tuple[str, str, dt.date]


@dataclass(frozen=True)
class Cell:
    """A number, or every reason why there is none."""

    number: float | None = None
    missing: frozenset[str] = frozenset()


UNSAID = Cell()
NOT_THERE = Cell(None, frozenset({"not_available"}))


@dataclass(frozen=True)
class Figure:
    """What a release says of a metric, an area and a period."""

    value: Cell
    numerator: float | None
    denominator: float | None
    label: str
    calculated: bool
    joint_with: str | None = None
    counted: int | None = None
    expected: int | None = None
    absent: tuple[str, ...] = ()


def cell(raw: object, scale: float = 1) -> Cell:
    """A cell as published; raises KeyError on a symbol that nobody has explained."""
    text = str(raw).strip()
    if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text):
        return Cell(float(text) * scale)
    return Cell(None, frozenset({STATUS[text]}))


def total(cells: Iterable[Cell]) -> Cell:
    """The sum, missing where a part is: a part that is not known is not nothing."""
    parts = list(cells)
    if missing := frozenset().union(*(part.missing for part in parts)):
        return Cell(None, missing)
    return Cell(sum(part.number for part in parts))


def ratio(above: Cell, below: Cell, scale: float) -> Cell:
    if missing := above.missing | below.missing:
        return Cell(None, missing)
    if not below.number:
        return Cell(None, frozenset({"not_applicable"}))
    return Cell(scale * above.number / below.number)


def named(row: dict[str, str], names: Iterable[str]) -> str:
    """The column, under the first of its names that this release uses."""
    return next(row[name] for name in names if name in row)


def areas(row: dict[str, str]) -> tuple[str, ...]:
    """One code, or the two of a joint return ("314 / 318")."""
    level = row["geographic_level"]
    column = {"National": "country_code", "Regional": "region_code"}.get(level, "old_la_code")
    return tuple(part.strip() for part in row[column].split("/"))


class Publishers:
    """The files' figures: `history` by release, then by metric, area and period end; `newest` with the release that won.

    Also `population` and `region` by area and mid-year, and `code_of`, from GSS codes to three-digit codes.
    """

    def __init__(self, published: Path) -> None:
        self.published = published
        self.history: dict[str, dict[Key, Figure]] = defaultdict(dict)
        self.population: dict[tuple[str, int], Cell] = {}
        self.region: dict[tuple[str, int], str] = {}
        self.code_of: dict[str, str] = {}
        self._read_population()
        self._read_workforce()
        self._read_children_in_need()
        self._read_children_looked_after()
        self._read_shares()
        self._read_money()
        self.newest = self._newest()

    def _newest(self) -> dict[Key, tuple[str, Figure]]:
        """The newest release wins for every figure that it holds; what it no longer holds stays."""
        found: dict[Key, tuple[str, Figure]] = {}
        for release in sorted(self.history):
            found |= {key: (release, figure) for key, figure in self.history[release].items()}
        return found

    def _rows(self, publication: str, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
        for path in sorted((self.published / publication).glob(f"*/{prefix}*")):
            release = f"{publication}/{path.parent.name}/{path.name}"
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    if (gss := row["new_la_code"]) and gss not in self.code_of:
                        self.code_of |= zip(gss.split(" / "), areas(row), strict=True)
                    yield release, row

    def _add(
        self, release: str, row: dict[str, str], metric: str, value: Cell, above: Cell, below: Cell,
        *, calculated: bool = False, day: tuple[int, int] = (3, 31),
    ) -> None:  # fmt: skip
        """A row's figure, which is both councils' where they make a joint return."""
        codes = areas(row)
        for code in codes:
            key = (metric, code, dt.date(int(row["time_period"]), *day))
            assert key not in self.history[release], f"twice in {release}: {key}"
            other = next((other for other in codes if other != code), None)
            self.history[release][key] = Figure(
                value, above.number, below.number, row["time_period"], calculated, other
            )

    def _read_population(self) -> None:
        for _, row in self._rows(IN_NEED, "ons_mid-year_population"):
            key = (areas(row)[0], int(row["time_period"]))
            self.population[key] = cell(row["population_estimate"])
            self.region[key] = row["region_code"]

    def _children(self, area: str, year: int) -> Cell:
        """Children aged 0-17 in the middle of the year before 31 March of `year`, as in DfE's own rates."""
        return self.population.get((area, year - 1), NOT_THERE)

    def _read_workforce(self) -> None:
        for release, row in self._rows(WORKFORCE, "csww_indicators"):
            vacant, agency, staff, leavers, holders, cases = (
                cell(row[name])
                for name in ("vacancy_fte", "agency_fte", "inpost_fte", "leavers_fte", "case_holders_fte", "cases")
            )  # fmt: skip
            for metric, above, below in (
                ("vacancy_rate", vacant, total((vacant, staff))),
                ("agency_rate", agency, total((agency, staff))),
                ("turnover_rate", leavers, staff),
                ("caseload", cases, holders),
                ("absence_rate", UNSAID, UNSAID),
            ):
                self._add(release, row, metric, cell(row[f"{metric}_fte"]), above, below, day=(9, 30))

    def _read_children_in_need(self) -> None:
        for metric, prefix, counts, rate in (
            ("cin_rate", "b1_", ("At31_episodes",), "At31_episodes_rate"),
            ("cpp_rate", "d5_", ("CPP_At31",), "CPP_At31_rate"),
            ("referral_rate", "c1_", ("referral_count", "Referrals"), "Referrals_rate"),
        ):
            for release, row in self._rows(IN_NEED, prefix):
                count = cell(named(row, counts))
                if rate in row:
                    # The population behind a rate that DfE published itself is not in that release.
                    self._add(release, row, metric, cell(row[rate]), count, UNSAID)
                else:
                    people = self._children(areas(row)[0], int(row["time_period"]))
                    rate_per_10k = ratio(count, people, 10_000)
                    self._add(release, row, metric, rate_per_10k, count, people, calculated=True)
        again = ("rereferral_percent", "Re_referrals_percent"), ("rereferral_count", "Re_referrals")
        for metric, prefix, *columns in (
            ("rereferral_rate", "c1_", *again, ("referral_count", "Referrals")),
            ("repeat_cpp_rate", "d3_", ("CPP_subsequent_percent",), ("CPP_subsequent",), ("CPP_start",)),
        ):
            for release, row in self._rows(IN_NEED, prefix):
                self._add(release, row, metric, *(cell(named(row, names)) for names in columns))

    def _read_children_looked_after(self) -> None:
        for release, row in self._rows(LOOKED_AFTER, "cla_number_and_rate"):
            kind = named(row, ("population_type", "population_count")).split()[1]
            if metric := {"looked": "cla_rate", "starting": "cla_starting_rate"}.get(kind):
                count, people = cell(named(row, COUNT)), cell(row["population_estimate"])
                self._add(release, row, metric, cell(row["rate_per_10000"]), count, people)

    def _read_shares(self) -> None:
        for metric, publication, prefix, group, part, whole, is_published in SHARES:
            tables: dict[tuple, dict[str, dict[str, str]]] = defaultdict(dict)
            for release, row in self._rows(publication, prefix):
                if re.fullmatch(group, named(row, GROUP)):
                    tables[release, areas(row), row["time_period"]][named(row, BREAKDOWN)] = row
            for (release, _, _), rows in tables.items():
                parts = [row for label, row in rows.items() if re.fullmatch(part, label)]
                above, below = (
                    total(cell(named(row, COUNT)) for row in parts),
                    cell(named(rows[whole], COUNT)),
                )
                value = cell(named(parts[0], PERCENT)) if is_published else ratio(above, below, 100)
                self._add(release, rows[whole], metric, value, above, below, calculated=not is_published)

    def _outturn(self, path: Path) -> dict[str, dict[str, Cell]]:
        """Gross expenditure in pounds by council and line, under the codes of the hidden reference row."""
        book = CalamineWorkbook.from_path(path)
        name = next(name for name in book.sheet_names if "_LA_Data_" in name)
        sheet = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        codes = next(row for row in sheet if str(row[-1]).startswith(("RO3-", "RSX-")))
        wanted = {line for _, _, above, below, _ in MONEY for line in (*above, below)}
        columns = {i: str(code)[4:-8] for i, code in enumerate(codes) if str(code).endswith("-tot-exp")}
        return {
            self.code_of[row[1]]: {line: cell(row[i], 1000) for i, line in columns.items() if line in wanted}
            for row in sheet
            if re.fullmatch(r"E\d{8}", str(row[1])) and row[4] in ("UA", "MD", "LB", "SC")
        }

    def _read_money(self) -> None:
        newest = self._newest()
        for path in sorted((self.published / OUTTURN).glob("*/*.ods")):
            label = path.parent.name
            day = dt.date(int(label[:4]) + 1, 3, 31)
            lines = self._outturn(path)
            for code, line in lines.items():
                _, in_care = newest["cla_rate", code, day]
                missing = frozenset() if in_care.numerator is not None else in_care.value.missing
                line["children"] = self._children(code, day.year)
                line["children in care"] = Cell(in_care.numerator, missing)
            for metric, file, above, below, scale in MONEY:
                if path.name.startswith(file):
                    counts = {code: (total(line[name] for name in above), line[below]) for code, line in lines.items()}
                    figures = self._add_up(counts, label, day.year, scale)
                    keyed = {(metric, area, day): figure for area, figure in figures.items()}
                    self.history[f"{OUTTURN}/{label}/{path.name}"] |= keyed

    def _add_up(self, counts: dict[str, tuple[Cell, Cell]], label: str, year: int, scale: float) -> dict[str, Figure]:
        """Every council's ratio, and its region's and England's: the sums of the councils that have both sides."""
        found: dict[str, Figure] = {}
        groups: dict[str, set[str]] = defaultdict(set)
        for code, (above, below) in counts.items():
            found[code] = Figure(ratio(above, below, scale), above.number, below.number, label, True)
            region = self.region[code, year - 1]
            for group in {ENGLAND, region, LONDON if region.startswith("E13") else region}:
                groups[group].add(code)
        for group, members in groups.items():
            both = [code for code in members if found[code].value.number is not None]
            above, below = (total(counts[code][side] for code in both) for side in (0, 1))
            found[group] = Figure(
                ratio(above, below, scale), above.number, below.number, label, True,
                counted=len(both), expected=len(members), absent=tuple(sorted(members - set(both))),
            )  # fmt: skip
        return found
