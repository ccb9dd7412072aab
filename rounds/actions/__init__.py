"""Verbs of the round, by noun: the round, the college in it, the extension, a person's feed."""

from rounds.actions.day_off import Told, add_holiday, may_add, may_change, remove_holiday
from rounds.actions.extension import ask, decline, grant, grant_many, shown_mark, withdraw
from rounds.actions.feed import make_feed, revoke_feed
from rounds.actions.participation import join_line, name_coordinator, register_receipt
from rounds.actions.round import EDITABLE, load_round, move_milestone, publish, set_signers
from rounds.actions.signer import drop_signer, name_signer
from rounds.actions.unasked import extend, extend_many

__all__ = [
    "EDITABLE",
    "Told",
    "add_holiday",
    "ask",
    "decline",
    "drop_signer",
    "extend",
    "extend_many",
    "grant",
    "grant_many",
    "join_line",
    "load_round",
    "make_feed",
    "may_add",
    "may_change",
    "move_milestone",
    "name_coordinator",
    "name_signer",
    "publish",
    "register_receipt",
    "remove_holiday",
    "revoke_feed",
    "set_signers",
    "shown_mark",
    "withdraw",
]
