"""The model lives in the job runner: web workers never load it."""

import subprocess
import sys

SCRIPT = """
import os, sys
os.environ["INSTANCE_PATH"] = sys.argv[1]
import wsgi
from app.extensions import db
client = wsgi.app.test_client()
with wsgi.app.app_context():
    db.create_all()
nobody = "00000000-0000-0000-0000-000000000000"
paths = ["/", "/matches", "/matching/quality", f"/projects/{nobody}/matches", f"/roadshows/{nobody}/matches"]
for rule in wsgi.app.url_map.iter_rules():
    if rule.endpoint.startswith("recommendations."):
        client.get(str(rule).replace("<uuid:", "<").split("<")[0])
assert all(client.get(path).status_code < 500 for path in paths)
print([name for name in ("numpy", "scipy", "sklearn", "rjieba", "matching") if name in sys.modules])
"""


def test_serving_pages_loads_no_numerical_library(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=True, timeout=120
    )
    loaded = done.stdout.strip().splitlines()[-1]
    assert "matching" not in loaded
    assert not {"numpy", "scipy", "sklearn"} & set(loaded.replace("'", " ").replace(",", " ").split())
