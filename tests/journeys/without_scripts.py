"""Creating a project in a browser that runs no scripts: refused with its errors, corrected, saved and published."""

from playwright.sync_api import expect

from app.demo.seeding import SAMPLE
from tests.journeys.stage import Stage


def run(stage: Stage) -> None:
    name = stage.texts.pick("无脚本传感器", "Sensor without scripts")
    with stage.person(SAMPLE["entrepreneur"], java_script_enabled=False) as founder:
        founder.opens("/projects/mine")
        founder.follows("New project")
        tagline = founder.texts.pick("给老旧设备加装的传感器", "Sensors for machines of yesterday")
        founder.fills("One-line description", tagline)
        founder.fills("Amount sought", founder.texts.pick("三百左右", "some millions"))
        founder.group("Region").get_by_role("combobox").first.select_option(
            label=founder.texts.pick("浙江省", "Zhejiang")
        )
        founder.clicks("Show the next level")
        cities = founder.group("Region").get_by_role("combobox").nth(1)
        cities.select_option(label=founder.texts.pick("嘉兴市", "Jiaxing"))
        founder.clicks("Save")
        expect(founder.main.get_by_role("alert").get_by_role("link")).to_have_count(2)
        expect(founder.field("One-line description")).to_have_value(tagline)
        founder.fills("Project name", name)
        founder.fills("Amount sought", "200万")
        founder.ticks("Sectors", founder.texts.code("sector", "industrial-software"))
        founder.fills(
            "Summary", founder.texts.pick("一小时装好，一天看懂设备健康。", "Fitted in an hour, read within a day.")
        )
        founder.clicks("Save")
        founder.sees("Draft saved. Publish it when it is ready.")
        founder.reads(founder.texts.pick("嘉兴", "Jiaxing"))
        founder.clicks("Publish")
        founder.sees("Published. It now stands in the directory.")
    with stage.person() as visitor:
        visitor.opens("/projects?q=" + name)
        expect(visitor.main.get_by_role("link", name=name)).to_be_visible()
