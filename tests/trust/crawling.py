"""Every address that a GET route has in the small city, and what a person reads there."""

import io
import zipfile
from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access import matrix, table
from tests.access.world import City

# Mails that are kept for want of a server are read by whoever sits at the machine.
KEPT_MAILS = {"notifications.dev_mail", "notifications.dev_mail_message"}


def addresses(app: Flask, city: City, *, open_to: str | None = None) -> Iterator[str]:
    """One for each thing in the access table, or of those that the table opens to a person; links that were mailed are
    the secret themselves and left out."""
    for endpoint, rules in sorted(matrix.routes(app).items()):
        readable = any("GET" in rule.methods for rule in rules)
        if not readable or endpoint in KEPT_MAILS:
            continue
        for thing, expectations in table.ROUTES.get(endpoint, {}).items():
            if open_to and table.expected(expectations, open_to) != "ok":
                continue
            if not thing.endswith("_link") and thing != "invitation":
                yield matrix.url(rules, city, thing)


def readings(client: FlaskClient, url: str, *, twice: bool = True) -> Iterator[tuple[str, TestResponse]]:
    """The page, and the spreadsheet that it offers; unless once is enough, also one that it does not offer, the other
    format, and the fragment for htmx."""
    page = client.get(url)
    yield url, page
    if page.status_code != 200 or page.mimetype != "text/html":
        return
    if twice:
        yield f"{url} (htmx)", client.get(url, headers={"HX-Request": "true"})
    elif "format=csv" not in page.text:
        return
    sheet = client.get(f"{url}?format=csv")
    if sheet.mimetype == "text/csv":
        yield f"{url} (csv)", sheet
        if twice:
            yield f"{url} (xlsx)", client.get(f"{url}?format=xlsx")


def text_of(response: TestResponse) -> str:
    """All that was sent, headers included; what is packed is unpacked."""
    content = response.data
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{response.headers}\n{content.decode(errors='replace')}"
