"""Verbs of the gate, by noun: the plan, the application, the bureau's judgement, the announcement."""

from applications.actions.announcement import draft, draft_again, prepare, print_announcement, publish, sign
from applications.actions.application import endorse, endorse_many, send_back, start, submit, waive, withdraw
from applications.actions.judgement import decide, promote, screen
from applications.actions.lapsing import lapse
from applications.actions.plan import Conflict, attach, base_of, freeze, print_plan, revise, save_section

__all__ = [
    "Conflict",
    "attach",
    "base_of",
    "decide",
    "draft",
    "draft_again",
    "endorse",
    "endorse_many",
    "freeze",
    "lapse",
    "prepare",
    "print_announcement",
    "print_plan",
    "promote",
    "publish",
    "revise",
    "save_section",
    "screen",
    "send_back",
    "sign",
    "start",
    "submit",
    "waive",
    "withdraw",
]
