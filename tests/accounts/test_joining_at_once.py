"""Many logins want one record at the same moment."""

import threading

from django.db import connection

from learning.accounts import joining
from learning.accounts.models import Person, PersonLogin, User
from tests.accounts.builders import AT, user

FACTS = {
    "name": "李晓明",
    "document_kind": "RESIDENT_ID",
    "agrees": True,
    "number": "11010519491231002X",
    "address": None,
    "at": AT,
}


def test_two_logins_at_once_make_one_record(own_database: dict[str, str]) -> None:
    logins, answers = [user() for _ in range(6)], []

    def ask(login: User) -> None:
        answers.append(joining.begin(user=login, **FACTS))  # type: ignore[arg-type]
        connection.close()

    threads = [threading.Thread(target=ask, args=(login,)) for login in logins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Person.objects.count() == 1
    assert PersonLogin.objects.count() == 1
    assert len(answers) == 6
