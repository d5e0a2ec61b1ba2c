"""Superset in an environment of its own, served on a scratch database with one table."""

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.error import URLError

from support_kpi.errors import UsageError
from support_kpi.performance.asking.superset_charts import Charts
from support_kpi.performance.browsing.serving import free_port, running

USER = "benchmark"
ERROR_CHARACTERS = 400
CONFIG = """\
SECRET_KEY = {secret!r}
SQLALCHEMY_DATABASE_URI = {metadata!r}
JWT_ACCESS_TOKEN_EXPIRES = False
WTF_CSRF_ENABLED = TALISMAN_ENABLED = RATELIMIT_ENABLED = False
SUPERSET_WEBSERVER_TIMEOUT = SQLLAB_TIMEOUT = 3600
CACHE_CONFIG = DATA_CACHE_CONFIG = {{"CACHE_TYPE": "NullCache"}}
FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG = {{"CACHE_TYPE": "SimpleCache"}}
"""


@contextmanager
def serving(python: Path, database: Path, folder: Path) -> Iterator[Path]:
    """The file that tells `superset_charts` where to ask the table `tickets` of the database."""
    folder.mkdir()
    secret = secrets.token_hex(32)
    config = folder / "superset_config.py"
    metadata = f"sqlite:///{folder / 'metadata.db'}"
    config.write_text(CONFIG.format(secret=secret, metadata=metadata), encoding="utf-8")
    environment = {
        "SUPERSET_CONFIG_PATH": str(config),
        "SUPERSET_HOME": str(folder),
        "FLASK_APP": "superset.app:create_app()",
    }
    who = ["--username", USER, "--password", secret, "--email", f"{USER}@example.com"]
    named = ["--firstname", "Bench", "--lastname", "Mark"]
    for words in (["db", "upgrade"], ["fab", "create-admin", *who, *named], ["init"]):
        _run([str(python.with_name("superset")), *words], environment)
    port = free_port()
    words = [str(python.with_name("gunicorn")), "--threads", "4", "--timeout", "3600"]
    words += ["--bind", f"127.0.0.1:{port}", "superset.app:create_app()"]
    with running(words, environment, port, health="/health", name="Superset"):
        handle = folder / "charts.json"
        charts = _registered(f"http://127.0.0.1:{port}", secret, database)
        handle.write_text(json.dumps(asdict(charts)), encoding="utf-8")
        yield handle


def _run(words: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise UsageError(f"{' '.join(words[:2])} failed: {done.stderr[-ERROR_CHARACTERS:]}")


def _registered(url: str, secret: str, database: Path) -> Charts:
    login = {"username": USER, "password": secret, "provider": "db"}
    address = f"duckdb:///{database}?access_mode=read_only"
    try:
        token = Charts(url, "", 0).post("/api/v1/security/login", login)["access_token"]
        asking = Charts(url, token, 0)
        of = {"database_name": "tickets", "sqlalchemy_uri": address}
        number = asking.post("/api/v1/database/", of)["id"]
        table = {"database": number, "schema": "main", "table_name": "tickets"}
        return Charts(url, token, asking.post("/api/v1/dataset/", table)["id"])
    except URLError as error:
        raise UsageError(f"Superset does not take the table of the benchmark: {error}.") from error
