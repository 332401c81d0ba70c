"""The broker of one machine: whatever a reader sees is whole, and one alone takes it."""

import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport.filesystem import exchange_queue_t

from learning import env, folder_broker
from learning.celery import app

WRITERS, EACH = 3, 400
WRITE = """
import sys
from kombu import Connection
from learning import folder_broker
folder, writer, each = sys.argv[1], sys.argv[2], int(sys.argv[3])
options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "-control"}
channel = Connection(transport=folder_broker.Transport, transport_options=options).channel()
for number in range(each):
    channel._put("sweeps", {"body": [writer, number], "filling": "x" * 20000})
    channel._queue_bind(f"exchange{number % 7}", "sweeps", "", f"{writer}-{number}")
"""


@pytest.fixture
def options(tmp_path: Path) -> dict[str, str]:
    queue = tmp_path / "queue"
    queue.mkdir()
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": f"{queue}-control"}


def channel_on(options: dict[str, str]) -> folder_broker.Channel:
    return Connection(transport=folder_broker.Transport, transport_options=options).channel()


def test_the_environment_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BROKER_URL", f"filesystem://{tmp_path}")
    settings = env.broker("BROKER_URL", "memory://")

    with app.connection_for_write(settings["broker_url"], transport_options={}) as connection:
        assert connection.get_transport_cls() is folder_broker.Transport


def test_messages_come_in_the_order_in_which_they_were_put(options: dict[str, str]):
    channel = channel_on(options)
    for number in range(3):
        channel._put("sweeps", {"number": number})
    channel._put("bulk", {"number": 9})

    assert channel._size("sweeps") == 3
    assert [channel._get("sweeps")["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("sweeps")
    assert channel._get("bulk") == {"number": 9}


def test_what_is_not_finished_is_nobodys(options: dict[str, str]):
    channel = channel_on(options)
    channel._put("sweeps", {"number": 1})
    message = next(Path(options["data_folder_in"]).iterdir())
    message.rename(f"{message}.1{folder_broker.UNFINISHED}")

    with pytest.raises(Empty):
        channel._get("sweeps")


def test_writers_and_readers_at_once_lose_nothing_and_double_nothing(options: dict[str, str]):
    """Three writers, two readers of one queue, bindings made all the while: kombu's own transport fails here within a second."""
    folder = options["data_folder_in"]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, folder, str(writer), str(EACH)]) for writer in range(WRITERS)
    ]
    readers = [channel_on(options), channel_on(options)]
    seen: Counter[tuple[str, int]] = Counter()
    try:
        while len(seen) < WRITERS * EACH:
            working = any(writer.poll() is None for writer in writers)
            before = seen.total()
            for reader in readers:
                with suppress(Empty):
                    seen[tuple(reader._get("sweeps")["body"])] += 1
                reader.get_table("exchange0")
            assert working or seen.total() > before, "messages were lost"
    finally:
        for writer in writers:
            writer.wait(timeout=60)

    assert set(seen.values()) == {1}
    bound = {row.queue for number in range(7) for row in readers[0].get_table(f"exchange{number}")}
    assert len(bound) == WRITERS * EACH


def test_a_queue_that_is_deleted_is_bound_no_more(options: dict[str, str]):
    channel = channel_on(options)
    channel._queue_bind("tasks", "sweeps", "", "sweeps")
    channel._queue_bind("tasks", "bulk", "", "bulk")
    channel._put("sweeps", {"number": 1})

    channel._delete("sweeps", "tasks", "sweeps", "")

    assert channel.get_table("tasks") == [exchange_queue_t("bulk", "", "bulk")]
    assert channel._size("sweeps") == 0
