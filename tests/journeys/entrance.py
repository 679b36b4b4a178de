"""A fresh installation: its first administrator must set up a second factor, and resets a forgotten password."""

import datetime as dt

import pyotp
from playwright.sync_api import expect

from tests.browser import chromium
from tests.journeys.person import Person
from tests.journeys.stage import Stage

EMAIL, FIRST, SECOND = "first@example.cn", "walnut-ferry-ninety", "pebble-orchard-twelve"


def run(stage: Stage) -> None:
    stage.site.flask(
        "accounts",
        "create-admin",
        "--email",
        EMAIL,
        "--name",
        "管理员",
        "--authority",
        "禾城科创局",
        "--region",
        "330400",
        "--password",
        FIRST,
    )
    with stage.person(width=360) as person:
        app, spare = set_up(person)
    with stage.person() as person:
        reset(person)
        sign_in_with_code(person, app)
        expect(person.page.get_by_role("navigation").first).to_be_visible()
    with stage.person() as person:
        person.signs_in(EMAIL, SECOND)
        person.fills("Code", "000000")
        person.clicks("Continue")
        expect(person.main.get_by_role("alert")).to_be_visible()
        person.fills("Code", spare)
        person.clicks("Continue")
        person.page.wait_for_url("**/today")


def set_up(person: Person) -> tuple[pyotp.TOTP, str]:
    """Nothing else opens before it is done. The app with the key, and a recovery code."""
    person.signs_in(EMAIL, FIRST)
    person.stands_on("Set up two-step sign-in")
    person.opens("/organisation")
    person.stands_on("Set up two-step sign-in")
    person.unfolds("I cannot scan it")
    app = pyotp.TOTP(person.main.get_by_label(person.t("Set-up key"), exact=True).input_value())
    person.fills("Code", app.now())
    person.clicks("Turn on")
    person.stands_on("Your recovery codes")
    spare = person.main.get_by_role("listitem").first.inner_text()
    person.follows("I have kept them")
    person.page.wait_for_url("**/today")
    return app, spare


def reset(person: Person) -> None:
    """By the link of a mail."""
    person.opens("/sign-in")
    person.follows("Forgot your password?")
    person.fills("Mail address", EMAIL)
    person.clicks("Send the link")
    person.stands_on("Look into your mailbox")
    person.reads_mail(EMAIL, "/reset-password/")
    person.fills("New password", SECOND)
    person.clicks("Save the password")
    person.sees("Your password is changed. Sign in with the new one.")


def sign_in_with_code(person: Person, app: pyotp.TOTP) -> None:
    """The old password opens nothing; a code works once, so this is the next one."""
    person.page.get_by_label(person.t("Mail address"), exact=True).fill(EMAIL)
    person.page.get_by_label(person.t("Password"), exact=True).fill(FIRST)
    person.clicks("Sign in")
    expect(person.main.get_by_role("alert")).to_be_visible()
    chromium.sign_in(person.page, person.texts, EMAIL, SECOND)
    person.stands_on("Enter the code of your app")
    person.fills("Code", app.at(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)))
    person.clicks("Continue")
    person.page.wait_for_url("**/today")
