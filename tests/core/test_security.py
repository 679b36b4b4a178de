import re

import pytest

from app.core.security import local_path
from tests import factories
from tests.factories import sign_in


@pytest.mark.parametrize("path", ["/", "/projects", "/nothing-here", "/projects/not-an-id", "/health"])
def test_every_answer_carries_the_headers_errors_included(client, path):
    headers = client.get(path).headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_private_pages_are_not_stored(client):
    sign_in(client, factories.actor())
    assert client.get("/today").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "target",
    ["//evil.cn", "https://evil.cn", "/\\evil.cn", "\\\\evil.cn", "javascript:alert(1)", "/a\nb", "", None, "evil"],
)
def test_next_never_leaves_the_host(target):
    assert local_path(target, "/today") == "/today"


def test_next_keeps_a_path_of_ours():
    assert local_path("/projects?q=1", "/today") == "/projects?q=1"


def test_a_forged_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.cn"}).status_code == 400


def test_unsafe_methods_need_the_csrf_token(app, client, monkeypatch):
    sign_in(client, factories.actor())
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for headers in ({}, {"HX-Request": "true"}):
        assert client.post("/drafts/project:new", data={"name": "x"}, headers=headers).status_code == 400
    token = re.search(r'name="csrf-token" content="([^"]+)"', client.get("/today").text)[1]
    sent = client.post("/drafts/project:new", data={"name": "x"}, headers={"X-CSRFToken": token})
    assert sent.status_code == 200


@pytest.mark.parametrize(
    "value", ["\0", "\ud800", "9" * 400, "-1", "NaN", "1e999", "' OR 1=1 --", "<script>", "x" * 100_000]
)
def test_hostile_query_arguments_never_break_a_page(client, value):
    value = value.encode("utf-8", "surrogatepass")
    for argument in ("page", "q", "sector", "region", "stage", "round", "sort", "format", "lang", "kind"):
        for path in ("/projects", "/search"):
            assert client.get(path, query_string={argument: value}).status_code < 500, (path, argument)


def test_switching_the_language_keeps_the_page(client):
    page = client.get("/projects?q=%E7%94%B5&lang=en")
    assert '<html lang="en"' in page.text
    assert "lang=en" in page.headers["Set-Cookie"]
    assert '<html lang="en"' in client.get("/projects").text


def test_an_autosave_does_not_take_the_token_of_the_form_it_keeps(client):
    sign_in(client, factories.actor())
    form = {"name": "新项目", "tagline": "一句话", "once": "t9"}
    assert client.post("/drafts/project:new", data=form).status_code == 200
    assert client.post("/drafts/project:new", data=form).status_code == 200
    made = client.post("/projects/new", data=form)
    assert re.search(r"/projects/[0-9a-f-]{36}$", made.location)
