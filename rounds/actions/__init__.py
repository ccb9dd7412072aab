"""Verbs of the round, by noun: the round, the college in it, the extension."""

from rounds.actions.extension import ask, decline, extend, grant, withdraw
from rounds.actions.participation import join_line, name_coordinator, register_receipt
from rounds.actions.round import load_round, move_milestone, publish

__all__ = [
    "ask",
    "decline",
    "extend",
    "grant",
    "join_line",
    "load_round",
    "move_milestone",
    "name_coordinator",
    "publish",
    "register_receipt",
    "withdraw",
]
