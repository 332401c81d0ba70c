"""
A page as it would be after what cannot be taken back: done, asked for, and rolled back.

    python -m deploy.rolled_back before|after LANGUAGE      how a certificate is shown whose key was stopped since before, or after, it was sealed
"""

import os
import sys
from datetime import timedelta

REASON = "签名密钥所在设备遗失，已停用。"
HOUR = timedelta(hours=1)


def key_ended(since: str, language: str) -> str:
    """Return the page of the newest certificate of the demo as if its key had been stopped."""
    from django.conf import settings  # noqa: PLC0415  (needs settings)
    from django.db import transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from credits import seals  # noqa: PLC0415
    from credits.models import Certificate  # noqa: PLC0415

    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with transaction.atomic():
        shown = Certificate.objects.filter(replaced_by=None, changes=None).select_related("seal").latest("pk")
        moment = shown.issued_at + (-HOUR if since == "before" else timedelta(seconds=1))
        seals.end(serial=shown.seal.serial, since=moment, reason=REASON, at=timezone.now())
        page = browser.get(f"/verify/{shown.token}/")
        transaction.set_rollback(True)
    return page.content.decode()


def main(arguments: list[str]) -> None:
    """Print the page that was asked for."""
    from deploy.demo import demo_environment  # noqa: PLC0415  (slow)

    os.environ.update(demo_environment(int(os.environ.get("PORT", "8000"))))
    import django  # noqa: PLC0415  (needs the environment)

    django.setup()
    print(key_ended(*arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
