"""The environment is exact, or refused with the name of the variable."""

import pytest

from learning import env


def test_text_without_value_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(env.Misconfigured, match="SECRET_KEY is not set"):
        env.text("SECRET_KEY")


def test_text_reads_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret"
    secret.write_text("hidden\n", encoding="utf-8")
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))

    assert env.text("SECRET_KEY") == "hidden"


def test_text_refuses_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_FILE", "/nowhere/secret")

    with pytest.raises(env.Misconfigured, match=r"SECRET_KEY_FILE names '/nowhere/secret'"):
        env.text("SECRET_KEY")


@pytest.mark.parametrize("value", ["true", "1", "yes", "TRUE"])
def test_flag_refuses_what_is_neither_true_nor_false(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)

    with pytest.raises(env.Misconfigured, match="DEBUG must be True or False"):
        env.flag("DEBUG", default=False)


def test_integer_refuses_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "two")

    with pytest.raises(env.Misconfigured, match="WORKERS must be a whole number"):
        env.integer("WORKERS", 1)


def test_listing_drops_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,,")

    assert env.listing("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("read", "name", "value", "complaint"),
    [
        (lambda: env.database("DATABASE_URL"), "DATABASE_URL", "sqlite:///db", "DATABASE_URL must begin with"),
        (lambda: env.database("DATABASE_URL"), "DATABASE_URL", "postgresql://host", "DATABASE_URL names no database"),
        (lambda: env.database("DATABASE_URL"), "DATABASE_URL", "postgresql://host:x/db", "DATABASE_URL has a port"),
        (lambda: env.broker("BROKER_URL", ""), "BROKER_URL", "kafka://host", "BROKER_URL must begin with"),
        (lambda: env.cache("CACHE_URL", ""), "CACHE_URL", "memcached://host", "CACHE_URL must begin with"),
        (lambda: env.mail("EMAIL_URL", ""), "EMAIL_URL", "pop3://host", "EMAIL_URL must begin with"),
    ],
)
def test_addresses_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read, name: str, value: str, complaint: str
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv(name, value)

    with pytest.raises(env.Misconfigured, match=complaint):
        read()


def test_database_reads_socket_and_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:p%40ss@/xueshi?host=/run/pg")

    settings = env.database("DATABASE_URL")

    assert (settings["USER"], settings["PASSWORD"], settings["NAME"], settings["HOST"]) == (
        "app",
        "p@ss",
        "xueshi",
        "/run/pg",
    )


def test_mail_reads_an_encrypted_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtps://me:secret@mail.example:465")

    settings = env.mail("EMAIL_URL", "")

    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_USE_SSL"]) == ("mail.example", 465, True)
