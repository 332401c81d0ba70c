"""DKIM: mails are signed where the settings have a key, so that whoever receives them can tell them from forged ones."""

from django.conf import settings

_SIGNED = [
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"list-unsubscribe", b"list-unsubscribe-post",
]  # fmt: skip


def signed(content: bytes) -> bytes:
    """Return `content` with its signature before it; as it is where there is no key."""
    if not settings.DKIM_KEY:
        return content
    import dkim  # noqa: PLC0415  (only where mails are signed)

    head = content.lower().partition(b"\r\n\r\n")[0]
    there = [name for name in _SIGNED if b"\r\n" + name + b":" in b"\r\n" + head]
    key = settings.DKIM_KEY.encode()
    signature: bytes = dkim.sign(
        content, settings.DKIM_SELECTOR.encode(), settings.DKIM_DOMAIN.encode(), key, include_headers=there
    )
    return signature + content
