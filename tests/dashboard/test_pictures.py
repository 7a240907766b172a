"""What goes with a chart that is taken away: names, titles, sources."""

from dataclasses import replace
from datetime import date

from dashboard import captions, pictures
from dashboard.grade_model import GradeView
from tests.dashboard import made_up


def test_a_file_s_name_says_council_metric_and_period():
    found = pictures.of_benchmark(made_up.view())
    assert [picture.name for picture in found] == [
        ("ashford-vale", "empty_chairs", "2025-09-30", kind) for kind in ("bars", "trend", "strip")
    ]


def test_a_picture_makes_sense_without_its_page():
    view = made_up.view()
    bars, trend, strip = pictures.of_benchmark(view)
    assert bars.title == "Empty chairs: Ashford Vale and its neighbours"
    assert trend.title == "Empty chairs: Ashford Vale over time"
    assert strip.title == "Empty chairs: Ashford Vale among England’s councils"
    assert [each.caption for each in (bars, trend, strip)] == [
        captions.bars(view),
        captions.trend(view),
        captions.strip(view),
    ]
    assert bars.source == "Source: Chairs in England, Department for Education. Statistical neighbours: DfE, May 2025."


def test_grades_have_no_period_so_their_name_says_how_far_the_list_reaches():
    view = GradeView(
        metric=made_up.METRIC,
        council=made_up.OWN,
        peers=made_up.PEERS,
        history=(),
        neighbours=(),
        newest_report=date(2025, 9, 25),
        releases=(),
        names={},
    )
    (found,) = pictures.of_grades(view)
    assert found.name == ("ashford-vale", "empty_chairs", "2025-09-25", "grades")
    (found,) = pictures.of_grades(replace(view, newest_report=None))
    assert found.name == ("ashford-vale", "empty_chairs", "grades")
