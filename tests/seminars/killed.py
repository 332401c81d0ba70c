"""A process of its own that is killed in the middle of an operation. Only the kill is fake: the rest is the real thing."""

import os
import signal
import subprocess
import sys

PRELUDE = """
import os, signal
import django
django.setup()
def die(*_args, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(script: str, environment: dict[str, str]) -> None:
    """Run `script`, in which `die` kills the process at once, in the test's database, and see that it did die there."""
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE + script],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "learning.settings.test"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
