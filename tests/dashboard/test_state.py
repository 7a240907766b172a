"""The URL's parameters: whatever they hold, the page shows a council and says what it could not have."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard import state
from dashboard.model import Period
from dashboard.state import Options
from tests.dashboard.made_up import FORMER, METRIC, MONEY, NEW, OTHERS, OWN, REGION, council

HULL = council(50, "Hull", aliases=("Kingston upon Hull", "Kingston"))
THAMES = council(51, "Kingston upon Thames", aliases=("RBK", "Kingston"))
HAMMER = council(52, "Hammersmith and Fulham", aliases=("Hammersmith & Fulham",))
OPTIONS = Options(
    areas=(OWN, *OTHERS, FORMER, NEW, HULL, THAMES, HAMMER, REGION),
    metrics=(METRIC, MONEY),
    models=("2025-05", "2021-04"),
    periods=lambda metric_id: (Period(date(2025, 9, 30), "2025"), Period(date(2024, 9, 30), "2024")),
)


def read(**parameters: str):
    return state.read(parameters, OPTIONS)


def test_an_empty_address_shows_the_defaults_without_a_word():
    choice, messages = read()
    assert (choice.metric, choice.model, choice.period_end, messages) == (METRIC, "2025-05", None, [])


def test_a_whole_address_is_read_and_leads_back_to_itself():
    asked = {"council": "ashford-vale", "metric": "chair_cost", "model": "2021-04", "period": "2024-09-30"}
    choice, messages = read(**asked)
    assert choice.parameters == asked
    assert messages == []
    asked |= {"order": "theme", "scale": "fit", "open": "series,councils_1", "lag": "2"}
    choice, messages = read(**asked)
    assert (choice.parameters, messages) == (asked, [])
    assert read(order="distance", scale="zero", open="")[0] == read()[0]


def test_a_parameter_that_is_given_twice_is_said_so():
    assert state.repeated({"council": ["hull"], "metric": ["x", "x"], "lag": []}) == []
    [message] = state.repeated({"council": ["hull", "leeds"]})
    assert message == "The address gives “council” more than once: “leeds” is used."


@pytest.mark.parametrize("text", ["nsh", "NSH", "Newshire", "newshire", " 091 "])
def test_aliases_names_and_codes_resolve(text):
    assert read(council=text)[0].council == NEW


def test_an_ampersand_is_an_and():
    assert state.find("hammersmith & fulham", OPTIONS.councils) == HAMMER


def test_an_alias_of_two_councils_is_not_guessed():
    choice, messages = read(council="kingston")
    assert choice.council not in (HULL, THAMES)
    assert "no council called “kingston”" in messages[0]


def test_a_former_council_names_its_successors_and_shows_one():
    choice, messages = read(council="oldshire")
    assert choice.council == NEW
    assert messages == ["Oldshire ended on 31 March 2023. Its services passed to Newshire. Newshire is shown."]
    assert FORMER not in OPTIONS.councils


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"scale": "log"}, "no scale called “log” here. A scale from zero is shown."),
     ({"open": "'; drop table area; --"}, "no table called “'; drop table area; --” to open"),
     ({"council": "atlantis"}, "no council called “atlantis”"), ({"metric": "joy"}, "no measure called “joy”"),
     ({"model": "1066-10"}, "no comparison called “1066-10”"), ({"period": "soon"}, "no figures for “soon”"),
     ({"period": "1999-01-01"}, "no figures for “1999-01-01”"), ({"council": "midshire"}, "no council called")],
)  # fmt: skip
def test_an_unknown_value_gives_a_message_and_the_default(parameters, words):
    choice, messages = read(**parameters)
    assert len(messages) == 1
    assert words in messages[0]
    assert choice == read()[0]


def test_the_latest_period_is_not_kept_as_a_choice():
    assert read(period="2025-09-30")[0].period_end is None


@given(
    st.dictionaries(
        st.sampled_from(["council", "metric", "model", "group", "period", "order", "scale", "open", "other"]),
        st.text(max_size=300),
    )
)
@example({"council": "'; drop table area; --"})
@example({"council": "\x00", "period": "\ud800"})
def test_no_address_is_too_strange(parameters):
    choice, messages = state.read(parameters, OPTIONS)
    assert choice.council in OPTIONS.councils
    assert choice.metric in OPTIONS.metrics
    assert all(len(message) < 400 and message.isprintable() for message in messages)
    again, silence = state.read(choice.parameters, OPTIONS)
    assert (again, silence) == (choice, [])


@given(st.text(max_size=60))
def test_a_slug_is_its_own_slug(text):
    assert state.slug(state.slug(text)) == state.slug(text)


def test_a_database_without_neighbours_still_gives_a_choice():
    bare = Options(areas=(OWN,), metrics=(METRIC,), models=(), periods=lambda metric_id: ())
    assert state.read({"model": "2025-05"}, bare)[0].council == OWN


def test_a_database_without_councils_is_said_to_have_none():
    with pytest.raises(LookupError, match="no council"):
        state.read({}, Options(areas=(REGION,), metrics=(METRIC,), models=(), periods=lambda metric_id: ()))


def test_a_group_of_ones_own_is_read_by_any_name_and_leads_back_to_itself():
    choice, messages = read(model="group", group="Kingston upon Hull, rbk,052,nsh,052")
    assert [area.short_name for area in choice.group] == ["Hull", "Kingston upon Thames", HAMMER.short_name, "Newshire"]
    assert messages == []
    assert choice.parameters["group"] == "hull,kingston-upon-thames,hammersmith-and-fulham,newshire"
    assert state.read(choice.parameters, OPTIONS) == (choice, [])


@pytest.mark.parametrize(
    ("group", "kept", "words"),
    [("", 0, ["A group needs 2 to 20 councils"]),
     ("hull", 1, ["A group needs 2 to 20 councils"]),
     ("hull,atlantis", 1, ["no council called “atlantis”", "A group needs 2 to 20 councils"]),
     ("hull,newshire,x' or 1=1; drop table area --", 2, ["no council called “x-or-1-1-drop-table-area”"]),
     (",".join(f"c{number}" for number in range(200)), 0, ["at most 20 councils, and this link names 200", "A group needs"])],
)  # fmt: skip
def test_a_group_that_cannot_be_had_is_said_so(group, kept, words):
    choice, messages = read(model="group", group=group)
    assert len(choice.group) == kept
    assert len(messages) == len(words)
    assert all(part in message for part, message in zip(words, messages, strict=True))


def test_a_group_waits_in_the_address_while_another_comparison_is_shown():
    choice, messages = read(model="region", group="hull,newshire")
    assert (choice.model, choice.parameters["group"], messages) == ("region", "hull,newshire", [])
