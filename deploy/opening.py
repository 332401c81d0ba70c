"""WSGI of the demo's first start: loaded while the small world is being made, answering once it is there."""

import os
import time
from pathlib import Path

from learning.wsgi import application

__all__ = ["application"]

while not Path(os.environ["XUESHI_OPENS_WITH"]).exists():
    time.sleep(0.1)
