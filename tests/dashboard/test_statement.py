"""The accessibility statement says what the regulations ask for, and whom to contact."""

import pytest

from dashboard import statement


def test_the_statement_has_what_the_regulations_ask_for():
    text = statement.markdown()
    for part in (
        "Compliance status",
        "partially compliant",
        "What is not accessible",
        "How it was tested",
        "Reporting a problem",
        "Equality and Human Rights Commission",
        "prepared on",
    ):
        assert part in text
    assert "<!--" not in text


@pytest.mark.parametrize(("contact", "shown"), [("", False), ("Write to data@example.gov.uk *now*.", True)])
def test_the_contact_of_this_copy_is_given_where_it_is_set(monkeypatch, contact, shown):
    monkeypatch.setenv("THREE_PAGES_CONTACT", contact)
    assert ("**Contact.** " in statement.markdown()) == shown
    if shown:
        assert r"\*now\*" in statement.markdown()
