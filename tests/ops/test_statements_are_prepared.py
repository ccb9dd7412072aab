"""PostgreSQL plans a statement once a connection, unless a pooler stands between."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SAY = "import json; from teachersync.settings import DATABASES; print(json.dumps(DATABASES['default']['OPTIONS']))"


@pytest.mark.parametrize(
    ("said", "binding", "threshold"),
    [({}, True, 5), ({"DATABASE_PREPARED": "0"}, False, None)],
    ids=["alone", "pooler"],
)
def test_prepared_statements_can_be_switched_off(tmp_path, said, binding, threshold):
    environment = {
        **os.environ,
        "TEACHERSYNC_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1/none",
        **said,
    }
    answer = subprocess.run([sys.executable, "-c", SAY], cwd=TOP, env=environment, capture_output=True, check=True)
    options = json.loads(answer.stdout)

    assert (options["server_side_binding"], options["prepare_threshold"]) == (binding, threshold)
