"""A person's browser, reduced to what a script needs: cookies, the CSRF token of the page, redirects."""

import re
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode


class Browser:
    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.location = ""

    def wait(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while True:
            try:
                self.get("/health")
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=120) as response:
            self.location = response.geturl()
            return response.read().decode()

    def post(self, path: str, form: dict[str, Any]) -> str:
        """Send a form with the token of its page; a refusal raises with what the page said."""
        token = re.search(
            r'name="csrf[-_]token" (?:type="hidden" )?(?:value|content)="([^"]+)"', self._page_with_token(path)
        )
        data = urlencode({**form, "csrf_token": token[1] if token else ""}, doseq=True).encode()
        try:
            with self.opener.open(self.base + path, data, timeout=300) as response:
                self.location = response.geturl()
                return response.read().decode()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            said = re.findall(r'class="field-error"[^>]*>(.*?)</p>|<h1[^>]*>(.*?)</h1>', text, re.S)
            raise RuntimeError(f"{path}: {error.code} {said}") from error

    def _page_with_token(self, path: str) -> str:
        """The form's own page, or any other when the address takes posts only."""
        for place in (path, "/today", "/sign-in"):
            try:
                page = self.get(place)
            except urllib.error.HTTPError:
                continue
            if "csrf" in page:
                return page
        return ""
