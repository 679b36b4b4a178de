"""The words on the pages, from the catalogues: tests name the message, the page says it in its language."""

import gettext
from pathlib import Path
from typing import Any

from app.core.i18n import COMPILED, compile_catalogue
from app.taxonomy.labels import VOCABULARIES


class Texts:
    """`texts("Sign in")` is what a page of the language says; placeholders are filled like the product fills them."""

    def __init__(self, language: str) -> None:
        self.language = language
        if language == "en":
            self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        else:
            compile_catalogue()
            with Path(COMPILED).open("rb") as file:
                self._catalogue = gettext.GNUTranslations(file)

    def __call__(self, message: str, **values: Any) -> str:
        text = self._catalogue.gettext(message)
        return text % values if values else text

    def count(self, one: str, many: str, num: int, **values: Any) -> str:
        return self._catalogue.ngettext(one, many, num) % {"num": num, **values}

    def code(self, kind: str, code: str) -> str:
        """What an entry of a vocabulary is called."""
        return next(entry.name(self.language) for entry in VOCABULARIES[kind]() if entry.code == code)

    def pick(self, zh: str, en: str) -> str:
        """What a person types."""
        return zh if self.language == "zh" else en
