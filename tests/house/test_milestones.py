"""The programme's table of milestones against the code: what each binds, it binds; what is to come is not here yet."""

import ast

import pytest

from applications import actions as gate
from placements import actions as placements
from placements.enums import AgreementBasis
from rounds import actions as rounds
from rounds import bound
from rounds.enums import MilestoneKind, Mode, RoundState
from rounds.models import Participation, Round
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.factories import name_lists as lists
from tests.house import source

# Long after every window of the spring, and after every day of grace.
LATE = at("2026-05-04 10:00")
# Within all windows of February; the announcement's opens in March.
IN_TIME = {MilestoneKind.ANNOUNCEMENT: at("2025-03-10 10:00")}


def _publish_round(cast):
    Round.objects.filter(pk=cast.round.pk).update(state=RoundState.DRAFT, published_at=None, published_by=None)
    cast.round.refresh_from_db()
    return lambda when: rounds.publish(cast.round, by=cast.bureau.seat, at=when)


def _name_coordinator(cast):
    row = Participation.objects.select_related("college", "round").get(pk=cast.participation.pk)
    return lambda when: rounds.name_coordinator(row, cast.deputy.seat, by=cast.director.seat, at=when)


def _endorse(cast):
    row = make.submitted(cast)
    return lambda when: gate.endorse(row, by=cast.coordinator.seat, at=when, attested=True)


def _send_back(cast):
    row = make.submitted(cast)
    return lambda when: gate.send_back(row, comment="โปรดแก้", by=cast.coordinator.seat, at=when)


def _submit(cast):
    row = make.ready(cast)
    return lambda when: gate.submit(row, by=cast.teacher.seat, at=when, turn=0)


def _send_list(cast):
    make.endorsed(cast)
    row = lists.signed(cast)
    return lambda when: gate.send_list(row, by=cast.coordinator.seat, at=when)


def _publish_edition(cast):
    make.decided(cast)
    edition = make.signed(cast)
    return lambda when: gate.publish(edition, by=cast.bureau.seat, at=when)


def _agree(cast):
    days = {"valid_from": at("2025-01-01").date(), "valid_until": at("2026-12-31").date()}
    facts = {"basis": AgreementBasis.MOU, "number": "๑", **days}
    return lambda when: placements.agree(cast.establishment, cast.college, by=cast.coordinator.seat, at=when, **facts)


def _propose(cast):
    facts = {"name": "บริษัท ใหม่ จำกัด", "business_type": "ซ่อม", "address": "๑", "province_code": "20"}
    return lambda when: placements.propose(by=cast.teacher.seat, at=when, **facts)


# How each verb is done: the cast is set up, then the act is asked for at an instant.
ACTS = {
    "rounds:round:publish": _publish_round,
    "rounds:participation:register_receipt": lambda cast: (
        lambda when: rounds.register_receipt(cast.participation, "๑", by=cast.registry.seat, at=when)
    ),
    "rounds:participation:name_coordinator": _name_coordinator,
    "rounds:participation:join_line": lambda cast: (
        lambda when: rounds.join_line(cast.participation, by=cast.coordinator.seat, at=when)
    ),
    "placements:establishment:propose": _propose,
    "placements:agreement:agree": _agree,
    "applications:application:submit": _submit,
    "applications:application:endorse": _endorse,
    "applications:application:send_back": _send_back,
    "applications:namelist:send_list": _send_list,
    "applications:announcement:publish": _publish_edition,
}
# Acts about things of stages still to come that bind no milestone, and moves of their rooms that bind none.
FREE = {
    "applications:application:decide",
    "applications:application:lapse",
    "applications:application:screen",
    "applications:application:start",
    "applications:*:announce",
    "applications:*:attach_list",
    "applications:*:decline",
    "applications:*:hand_over",
    "applications:*:open",
    "applications:*:promote",
    "applications:*:sign",
    "applications:*:waive",
    "applications:*:withdraw",
    "placements:placement:cancel",
    "placements:placement:open",
    "rounds:*:decline",
    "rounds:*:grant",
    "rounds:*:withdraw",
}
VERBS = [(kind, verb) for kind, row in bound.TABLE.items() for verb in row.verbs]
TO_COME = sorted({verb for row in bound.TABLE.values() for verb in row.to_come})


def written_by(room, tree):
    """The verbs that a file writes into the register, `room:thing:verb`; of a row of moves, `room:*:verb`.

    Where a helper fills in the verb, every word that its callers in the file hand over may be it.
    """
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = {f"{room}:*:{call.args[0].value}" for call in calls if ast.unparse(call.func) == "Move"}
    for helper in [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))]:
        for first in [call.args[0] for call in ast.walk(helper) if isinstance(call, ast.Call) and _registers(call)]:
            if isinstance(first, ast.Constant):
                found.add(first.value)
            elif isinstance(helper, ast.FunctionDef) and isinstance(first.values[0], ast.Constant):
                handed = [call for call in calls if ast.unparse(call.func) == helper.name]
                words = (node.value for call in handed for node in ast.walk(call) if isinstance(node, ast.Constant))
                found |= {f"{first.values[0].value}{word}" for word in words}
    return found


def _registers(call):
    return ast.unparse(call.func) in ("register.write", "register.entry")


WRITTEN = {
    verb
    for path in source.rooms()
    if "demo" not in path.parts
    for verb in written_by(path.relative_to(source.TOP).parts[0], ast.parse(path.read_text()))
}


def _as_move(verb):
    room, _thing, name = verb.split(":")
    return f"{room}:*:{name}"


def unbound(written):
    """Verbs that are written about a thing of a stage still to come, and stand neither in the table nor in FREE."""
    things = {verb.rpartition(":")[0] for verb in TO_COME}
    rooms = {verb.split(":")[0] for verb in TO_COME}
    known = FREE | {verb for _kind, verb in VERBS} | {_as_move(verb) for _kind, verb in VERBS}
    about = {
        verb
        for verb in written
        if verb.rpartition(":")[0] in things or verb.split(":")[:2] in [[r, "*"] for r in rooms]
    }
    return about - known


def give(cast, kind, mode):
    cast.round.milestones.filter(kind=kind).update(mode=mode)


def refusal_of(act, when):
    try:
        act(when)
    except Refused as error:
        return error.refusal
    return None


def test_the_table_names_all_nineteen_milestones_and_the_round_begins_with_their_modes(cast):
    assert set(bound.TABLE) == set(MilestoneKind)
    assert len(bound.TABLE) == 19
    modes = dict(cast.round.milestones.values_list("kind", "mode"))
    assert modes == {kind: row.mode for kind, row in bound.TABLE.items()}


def test_every_verb_of_the_table_is_tried_here():
    assert {verb for _kind, verb in VERBS} == set(ACTS)


@pytest.mark.parametrize(("kind", "verb"), [pair for pair in VERBS if bound.TABLE[pair[0]].may_bind])
def test_where_its_milestone_is_enforced_a_verb_is_refused_outside_and_done_inside(cast, kind, verb):
    act = ACTS[verb](cast)
    give(cast, kind, Mode.ENFORCED)

    refusal = refusal_of(act, LATE)

    assert refusal is not None
    assert (refusal.code, refusal.window.milestone.kind) == ("closed", kind)
    assert refusal_of(act, IN_TIME.get(kind, at("2025-02-26 10:00"))) is None


@pytest.mark.parametrize("mode", [Mode.SHOWN, Mode.INFORMATIVE])
@pytest.mark.parametrize(("kind", "verb"), VERBS)
def test_where_its_milestone_is_shown_or_informative_a_verb_is_never_refused_for_being_late(cast, kind, verb, mode):
    act = ACTS[verb](cast)
    give(cast, kind, mode)

    assert refusal_of(act, LATE) is None


def test_what_is_never_refused_for_being_late_cannot_be_made_binding(cast):
    for kind, row in bound.TABLE.items():
        milestone = cast.round.milestones.get(kind=kind)
        facts = {"opens_at": milestone.opens_at, "closes_at": milestone.closes_at, "by": cast.bureau.seat}
        refusal = refusal_of(
            lambda when, what=milestone, facts=facts: rounds.move_milestone(what, mode=Mode.ENFORCED, at=when, **facts),
            LATE,
        )
        assert (refusal is None) is row.may_bind


def test_a_verb_that_is_still_to_come_is_written_by_no_act():
    """When this fails the stage has arrived: bind its act to its milestone, and move the verb to `verbs`."""
    assert [verb for verb in TO_COME if verb in WRITTEN or _as_move(verb) in WRITTEN] == []


def test_every_verb_of_the_table_is_written_by_some_act():
    assert [verb for _kind, verb in VERBS if verb not in WRITTEN and _as_move(verb) not in WRITTEN] == []


def test_an_act_about_what_is_still_to_come_is_bound_or_said_to_bind_nothing():
    """Whatever it is called: when this fails, give its verb a milestone in the table, or name it in FREE."""
    assert unbound(WRITTEN) == set()
    assert {verb for verb in FREE if verb not in WRITTEN} == set()


@pytest.mark.parametrize(
    "act",
    [
        'def arrange(visit, *, by, at):\n    register.write("placements:visit:arrange", visit, by=by, at=at)',
        'def arrange(visit, at):\n    bulk.add([register.entry("placements:visit:arrange", visit, at=at)])',
        'def _note(what, verb):\n    register.write(f"placements:visit:{verb}", what)\n_note(visit, "arrange")',
        'ARRANGE = Move("arrange", _("Arrange"), (), None, (COORDINATOR,), "arranged")',
    ],
)
def test_an_act_under_another_name_would_be_noticed(act):
    assert unbound(WRITTEN | written_by("placements", ast.parse(act))) & {
        "placements:visit:arrange",
        "placements:*:arrange",
    }
