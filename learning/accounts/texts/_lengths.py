"""What a text message costs: operators count its segments, with the signature before it."""

# GSM 03.38: a message of these characters alone is counted by 160, any other by 70.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("^{}\\[~]|€")


def signed(body: str, *, signature: str) -> str:
    """Return `body` with the signature that operators demand before it."""
    return f"【{signature}】{body}" if signature else body


def segments(text: str) -> int:
    """Return in how many segments `text` travels."""
    if set(text) <= _BASIC | _TWICE:
        return _parts(sum(2 if sign in _TWICE else 1 for sign in text), whole=160, part=153)
    return _parts(len(text.encode("utf-16-be")) // 2, whole=70, part=67)


def _parts(length: int, *, whole: int, part: int) -> int:
    return 1 if length <= whole else -(-length // part)
