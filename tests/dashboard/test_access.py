"""Who is let in, and who may do more, by what the provider says of them; and sign-in files that guard nothing."""

from datetime import UTC, datetime

import pytest

from dashboard import access

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PEOPLE = ["Analyst@council.example", "@partner.example"]
GOOD = """
[auth]
redirect_uri = "https://figures.council.example/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "x"
client_secret = "y"
server_metadata_url = "https://provider.example/.well-known/openid-configuration"
[roles]
see = ["@council.example"]
refresh = ["analyst@council.example"]
"""


@pytest.mark.parametrize(
    "user",
    [
        {"email": "analyst@council.example"},
        {"email": "ANALYST@Council.Example", "email_verified": True},
        {"email": "anybody@partner.example", "email_verified": "true"},
    ],
)
def test_an_address_or_its_domain_gives_a_role(user):
    assert access.is_among(user, PEOPLE)


@pytest.mark.parametrize(
    "user",
    [
        {},
        {"email": ""},
        {"email": None},
        {"email": "other@council.example"},
        {"email": "analyst@council.example", "email_verified": False},
        {"email": "analyst@council.example", "email_verified": "false"},
        {"email": "analyst@council.example@elsewhere.example"},
        {"email": "x@elsewhere.example@partner.example"},
        {"email": "x@notpartner.example"},
        {"email": "@partner.example", "email_verified": "False"},
        {"name": "analyst@council.example", "preferred_username": "analyst@council.example"},
    ],
)
def test_anybody_else_has_none(user):
    assert not access.is_among(user, PEOPLE)
    assert not access.is_among({"email": "analyst@council.example"}, [])


@pytest.mark.parametrize(
    ("hours", "fresh"), [(0, True), (access.HOURS - 0.01, True), (access.HOURS, False), (24 * 20, False), (-1, False)]
)
def test_a_sign_in_holds_for_twelve_hours(hours, fresh):
    assert access.is_fresh({"iat": NOW.timestamp() - 3600 * hours}, NOW) is fresh


@pytest.mark.parametrize("said", [None, "now", float("nan")])
def test_a_sign_in_without_a_time_does_not_hold(said):
    assert not access.is_fresh({"iat": said}, NOW)


def read(text: str, tmp_path, monkeypatch):
    (tmp_path / "sign-in.toml").write_text(text)
    monkeypatch.setenv(access.FILE, str(tmp_path / "sign-in.toml"))
    return access.secrets()


def test_a_good_sign_in_file_is_taken_as_it_is(tmp_path, monkeypatch):
    assert read(GOOD, tmp_path, monkeypatch)["roles"]["see"] == ["@council.example"]
    local = GOOD.replace("https://figures.council.example", "http://localhost:8501")
    assert read(local, tmp_path, monkeypatch)["auth"]["client_id"] == "x"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[auth]", "[Auth]", "no .auth. section"),
        (GOOD, "", "no .auth. section"),
        ("0123456789abcdef0123456789abcdef", "secret", "cookie_secret"),
        ("0123456789abcdef0123456789abcdef", "a long random text: python -c 'import secrets'", "cookie_secret"),
        ("https://figures", "http://figures", "redirect_uri"),
        ("/oauth2callback", "/", "redirect_uri"),
        ("provider.example/", "login.example/common/v2.0/", "your own tenant"),
        ('refresh = ["analyst@council.example"]', 'refresh = "analyst@council.example"', "list of e-mail addresses"),
        ('see = ["@council.example"]', 'see = ["*"]', "list of e-mail addresses"),
        ("see =", "admin =", "may hold"),
    ],
)
def test_a_sign_in_file_that_guards_nothing_stops_the_server(old, new, said, tmp_path, monkeypatch):
    assert old in GOOD
    with pytest.raises(ValueError, match=said):
        read(GOOD.replace(old, new), tmp_path, monkeypatch)


def test_the_example_in_the_guide_is_no_file_that_would_start(tmp_path, monkeypatch):
    guide = (access.Path(__file__).parents[2] / "docs" / "sign-in.md").read_text()
    example = guide.split("```toml")[1].split("```")[0]
    with pytest.raises(ValueError, match="cookie_secret"):
        read("\n".join(line.strip() for line in example.splitlines()), tmp_path, monkeypatch)
