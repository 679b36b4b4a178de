import pytest
from werkzeug.datastructures import MultiDict

from app.core.i18n import in_language
from app.funds.forms import FundForm, RegionsField
from app.taxonomy import catalogue


@pytest.mark.parametrize("language", ["zh", "en"])
def test_regions_are_read_back_as_what_was_shown(app, language):
    codes = [region.code for region in catalogue.regions()][::9]
    with app.test_request_context(), in_language(language):
        for start in range(0, len(codes), 30):
            wanted = sorted(codes[start : start + 30])
            text = FundForm(formdata=None, data={"regions": wanted}).regions._value()
            assert FundForm(formdata=MultiDict({"regions": text})).regions.data == wanted


@pytest.mark.parametrize(
    ("text", "codes", "error"),
    [
        ("浙江、上海；嘉兴市", ["310000", "330000", "330400"], False),
        ("Zhejiang, Shanghai", ["310000", "330000"], False),
        ("  ", [], False),
        ("浙江，亚特兰蒂斯", ["330000"], True),
    ],
)
def test_regions_are_written_as_names_between_commas(app, text, codes, error):
    with app.test_request_context(method="POST"):
        form = FundForm(formdata=MultiDict({"regions": text}))
        form.offer_parents([])
        form.validate()
        assert isinstance(form.regions, RegionsField)
        assert form.regions.data == codes
        assert bool(form.regions.errors) is error


def test_a_mandate_holds_no_round_that_is_not_known(app):
    with app.test_request_context():
        codes = [choice[0] for choice in FundForm(formdata=None).rounds.iter_choices()]
    assert "seed" in codes
    assert "unknown" not in codes
