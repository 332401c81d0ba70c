"""
Texts: text messages (SMS) on their way out.

Each is a row first. Where somebody waits for it (a code), it is sent right after the transaction is committed; the sweep
finds whatever that missed. `SMS_URL` chooses the gateway: the outbox keeps them in the table, `https://…` posts them.
"""

from learning.accounts.texts._gateways import Gateway, GatewayAway, GatewayRefused, HttpGateway, Outbox, Text, gateway
from learning.accounts.texts._lengths import segments, signed
from learning.accounts.texts._operations import WrongTextMessage, forget_codes_due, send_due, send_now, write
from learning.accounts.texts._queries import Outcome, figures, outcomes, recent

__all__ = [
    "Gateway",
    "GatewayAway",
    "GatewayRefused",
    "HttpGateway",
    "Outbox",
    "Outcome",
    "Text",
    "WrongTextMessage",
    "figures",
    "forget_codes_due",
    "gateway",
    "outcomes",
    "recent",
    "segments",
    "send_due",
    "send_now",
    "signed",
    "write",
]
