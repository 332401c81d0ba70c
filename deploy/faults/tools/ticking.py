"""The site's Celery app with only those ticks that `FAULTS_TICKS` names, parted at commas: what is not looked at does not disturb."""

import os

from learning.celery import app

_wanted = os.environ["FAULTS_TICKS"].split(",")
app.conf.beat_schedule = {name: tick for name, tick in app.conf.beat_schedule.items() if name in _wanted}
