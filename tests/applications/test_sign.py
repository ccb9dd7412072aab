"""Signing a plan in the portal: who, in which order, what it takes, and what comes out."""

import pytest

from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.factories import signing

WHEN = at("2025-02-18 10:00")


def refusal(line, who, verb=None, **facts):
    with pytest.raises(Refused) as raised:
        (verb or signing.give)(line, who, **facts)
    return raised.value.refusal.code


def test_all_sign_in_the_rounds_order_and_the_plan_is_certified(cast):
    application = signing.circulated(cast)

    signing.all_sign(cast, application)

    plan = make.again(application).plan
    assert plan.state == "CERTIFIED"
    assert [(row.role, row.state, row.signed_by.user.full_name) for row in plan.signatures.all()] == [
        ("teacher", "SIGNED", "นายสมชาย รักเรียน"),
        ("department_head", "SIGNED", "นางมาลี ศรีสุข"),
        ("deputy_director", "SIGNED", "นายวิชัย พร้อมเพรียง"),
        ("director", "SIGNED", "นายประเสริฐ มั่นคง"),
    ]
