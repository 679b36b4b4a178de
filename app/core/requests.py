"""What no text of a request carries: characters that no person types and PostgreSQL does not store."""

import re
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

NOT_TEXT = re.compile("[\0\ud800-\udfff]")


class TextRequest(Request):
    """A request whose form holds texts only. What was pasted along with them is left out, so that nothing is lost."""

    def _load_form_data(self) -> None:
        fresh = "form" not in self.__dict__
        super()._load_form_data()
        if fresh and has_other_than_text(self.form):
            pairs = self.form.items(multi=True)
            self.__dict__["form"] = ImmutableMultiDict((NOT_TEXT.sub("", n), NOT_TEXT.sub("", v)) for n, v in pairs)


def has_other_than_text(values: Any) -> bool:
    """Whether a name or value of a multi dict holds such a character."""
    return any(NOT_TEXT.search(name) or NOT_TEXT.search(value) for name, value in values.items(multi=True))
