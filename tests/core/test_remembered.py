from flask_babel import force_locale

from app.core.i18n import locale, remembered


def test_what_a_pure_function_says_is_kept_for_its_values_and_the_readers_language(app):
    asked = []

    @remembered
    def greeting(name):
        asked.append(name)
        return f"{locale()} {name}"

    with app.test_request_context():
        for language in ("zh", "en", "zh"):
            with force_locale(language):
                assert greeting("甲") == f"{language} 甲"
    assert asked == ["甲", "甲"]
