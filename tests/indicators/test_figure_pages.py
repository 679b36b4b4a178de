"""Pages of figures: what each shows, to whom, and in how many statements."""

import io

from openpyxl import load_workbook

from app.accounts.models import Role
from tests import factories
from tests.carriers.factories import published, tenant
from tests.factories import sign_in


def sheet(response):
    assert response.status_code == 200
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.data)).worksheets[0].iter_rows()]


def test_the_authority_reads_its_region_and_the_carrier_itself(app, client, statements):
    staff, organiser = factories.actor(Role.CARRIER_STAFF), factories.actor(Role.ORGANISER)
    made = published(staff, name="南湖孵化器")
    tenant(staff, made, factories.actor())
    sign_in(client, organiser)
    pages = ("/figures", "/figures/inside", "/figures/inside/rows", f"/carriers/{made.id}/figures")

    def counts():
        found = []
        for path in pages:
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    counts()
    one = counts()
    for name, zone in (("第二", "330411"), ("第三", "330421")):
        tenant(staff, published(staff, name=name, region_code=zone), factories.actor())
    assert counts() == one
    assert max(one) <= 14
    rows = sheet(client.get("/figures?theme=tenants&format=xlsx&lang=zh"))
    assert rows[0][:3] == ["指标", "嘉兴市", "南湖区"]
    assert next(row for row in rows if str(row[0]).startswith("在孵企业和团队数"))[1:4] == [3, 1, 1]
    behind = sheet(client.get("/figures/inside/rows?format=xlsx"))
    assert [row[1] for row in behind[1:]] == ["南湖孵化器", "第二", "第三"]
    for address in ("/figures?region=320500", "/figures?region=330000", "/figures/inside?region=nowhere"):
        assert client.get(address).status_code == 404
    assert client.get("/figures?region=330402&period=2024-Q2").status_code == 200
    assert client.get(f"/carriers/{made.id}/figures/mentors").status_code == 404
    sign_in(client, staff)
    assert "在孵企业和团队数" in client.get(f"/carriers/{made.id}/figures?lang=zh").text


def test_an_authority_without_a_region_oversees_nothing(client):
    organiser = factories.actor(Role.ORGANISER)
    organiser.membership.organisation.region_code = ""
    sign_in(client, organiser)
    assert client.get("/figures").status_code == 404
