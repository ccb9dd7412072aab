"""Verbs of the gate, by noun: the plan, the application, the bureau's judgement, the announcement."""

from applications.actions.announcement import draft, draft_again, prepare, print_announcement, publish, sign
from applications.actions.application import send_back, start, submit, waive, withdraw
from applications.actions.copies import attach, insist
from applications.actions.endorsing import endorse, endorse_many, is_sealed
from applications.actions.judgement import decide, promote, screen
from applications.actions.lapsing import lapse
from applications.actions.name_list import attach_list, prepare_list, print_list, send_list
from applications.actions.plan import Conflict, base_of, freeze, print_plan, revise, save_section
from applications.actions.sealing import prepare_signing, seal_plan
from applications.actions.signing import (
    LINK_PURPOSE,
    circulate,
    decline,
    hand_over,
    open_document,
    send_link,
    sign_many,
)
from applications.actions.signing import sign as sign_plan

__all__ = [
    "LINK_PURPOSE",
    "Conflict",
    "attach",
    "attach_list",
    "base_of",
    "circulate",
    "decide",
    "decline",
    "draft",
    "draft_again",
    "endorse",
    "endorse_many",
    "freeze",
    "hand_over",
    "insist",
    "is_sealed",
    "lapse",
    "open_document",
    "prepare",
    "prepare_list",
    "prepare_signing",
    "print_announcement",
    "print_list",
    "print_plan",
    "promote",
    "publish",
    "revise",
    "save_section",
    "screen",
    "seal_plan",
    "send_back",
    "send_link",
    "send_list",
    "sign",
    "sign_many",
    "sign_plan",
    "start",
    "submit",
    "waive",
    "withdraw",
]
