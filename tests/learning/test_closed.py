"""While the site is closed for maintenance, everybody is told so, without the database."""

from pathlib import Path

from django.test import Client, override_settings


def test_closed_site_asks_to_come_back_later(tmp_path: Path) -> None:
    closed = tmp_path / "maintenance"
    closed.touch()

    with override_settings(MAINTENANCE_FILE=closed):
        answer = Client().get("/hours/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "系统维护中" in answer.content.decode()
    assert "Under maintenance" in answer.content.decode()
