"""Writing, freezing, a new version, the signed copy: nothing typed is lost, nothing frozen changes."""

import pytest

from applications import actions
from applications.actions import Conflict, base_of
from applications.models import Application, Plan
from records.models import Document, Entry, Paper, Ring
from rounds.moves import Refused
from tests.cast import at
from tests.factories import applications as make
from tests.factories.plans import content, tiny_pdf

WHEN = at("2025-02-17 10:00")
LATE = at("2025-04-01 10:00")


def save(application, person, section="need", answers=None, base=None, when=WHEN, **more):
    answers = answers or {"gap": "ไฟฟ้าแรงสูง"}
    return actions.save_section(
        application, section, answers, complete=True, base=base_of(base), by=person.seat, at=when, **more
    )


def refusal(act, *args, **more):
    with pytest.raises(Refused) as raised:
        act(*args, **more)
    return raised.value.refusal.code


# Starting ------------------------------------------------------------------------------------


def test_who_starts_twice_finds_the_first(cast):
    first = make.started(cast)

    assert make.started(cast) == first
    assert (Application.objects.count(), Plan.objects.count()) == (1, 1)


def test_the_coordinator_may_start_on_behalf_and_that_is_written(cast):
    application = actions.start(cast.round, cast.teacher.profile, by=cast.coordinator.seat, at=WHEN)

    assert (application.user, application.started_by) == (cast.teacher.user, cast.coordinator.seat)


@pytest.mark.parametrize("who", ["colleague", "director", "registry", "neighbour", "neighbour_teacher", "bureau"])
def test_nobody_else_starts_it_for_her(cast, who):
    seat = getattr(cast, who).seat

    assert refusal(actions.start, cast.round, cast.teacher.profile, by=seat, at=WHEN) == "role"


# Writing -------------------------------------------------------------------------------------


def test_saving_is_never_refused_by_a_date(cast):
    application = make.started(cast)

    assert save(application, cast.teacher, when=LATE).answers == {"need": {"gap": "ไฟฟ้าแรงสูง"}}


def test_two_editors_of_one_section_the_second_sees_the_first_ones_text(cast):
    application = make.started(cast)
    save(application, cast.teacher, answers={"gap": "หนึ่ง"})

    with pytest.raises(Conflict) as raised:
        save(application, cast.coordinator, answers={"gap": "สอง"}, base=None)

    assert raised.value.theirs == {"gap": "หนึ่ง"}
    assert make.again(application).plan.answers == {"need": {"gap": "หนึ่ง"}}


def test_saving_the_same_twice_is_no_conflict(cast):
    application = make.started(cast)
    save(application, cast.teacher, answers={"gap": "หนึ่ง"})

    assert save(application, cast.teacher, answers={"gap": "หนึ่ง"}, base=None).answers == {"need": {"gap": "หนึ่ง"}}


def test_two_editors_of_two_sections_do_not_meet(cast):
    application = make.started(cast)
    save(application, cast.teacher, section="need", answers={"gap": "หนึ่ง"})
    save(application, cast.coordinator, section="transfer", answers={"learners": "สอง"})

    assert set(make.again(application).plan.answers) == {"need", "transfer"}


def test_who_fills_in_on_behalf_stands_in_the_register(cast):
    application = make.started(cast)

    save(application, cast.teacher)
    assert Entry.objects.filter(verb="applications:plan:write").count() == 0
    save(application, cast.coordinator, answers={"gap": "อื่น"}, base={"gap": "ไฟฟ้าแรงสูง"})

    entry = Entry.objects.get(verb="applications:plan:write")
    assert (entry.by, entry.facts) == (cast.coordinator.seat, {"version": 1, "section": "need"})


@pytest.mark.parametrize("who", ["colleague", "director", "neighbour", "neighbour_teacher", "bureau", "auditor"])
def test_nobody_else_writes_in_it(cast, who):
    application = make.started(cast)

    assert refusal(save, application, getattr(cast, who)) == "role"


def test_a_page_from_before_the_sending_saves_nothing(cast):
    page = make.ready(cast)
    make.send(page, cast.teacher)

    assert refusal(save, page, cast.teacher) == "state"


# Freezing ------------------------------------------------------------------------------------


def test_a_frozen_version_has_its_content_its_paper_and_a_ring_for_the_pdf(cast):
    application = make.frozen(cast)

    plan = application.plan
    assert (plan.state, plan.frozen_by, plan.content) == ("FROZEN", cast.teacher.seat, content(cast, cast.teacher))
    assert (plan.paper.kind, plan.paper.version, plan.paper.year) == ("PLAN", 1, 2568)
    assert [(ring.task, ring.about) for ring in Ring.objects.all()] == [("applications.print_plan", str(plan.pk))]
    assert (application.branch, application.hours) == ("ช่างยนต์", 60)


def test_a_second_press_changes_nothing(cast):
    application = make.frozen(cast)
    paper = application.plan.paper

    actions.freeze(application, content(cast, cast.teacher, need={}), by=cast.teacher.seat, at=WHEN)

    plan = make.again(application).plan
    assert (plan.paper, plan.content["need"]) == (paper, content(cast, cast.teacher)["need"])
    assert (Paper.objects.count(), Ring.objects.count()) == (1, 1)


def test_a_frozen_version_is_not_written_in(cast):
    assert refusal(save, make.frozen(cast), cast.teacher) == "frozen"


def test_a_new_version_keeps_the_answers_and_needs_a_new_signature(cast):
    application = make.ready(cast)
    old = application.plan

    new = actions.revise(application, by=cast.teacher.seat, at=WHEN)

    old.refresh_from_db()
    assert (new.version, new.state, new.answers, new.signed) == (2, "DRAFT", old.answers, None)
    assert (old.state, old.signed is not None) == ("SUPERSEDED", True)
    assert make.again(application).plan == new


def test_revising_a_draft_finds_the_draft(cast):
    application = make.written(cast)

    assert actions.revise(application, by=cast.teacher.seat, at=WHEN) == application.plan
    assert Plan.objects.count() == 1


def test_the_paper_of_the_old_version_says_which_one_took_its_place(cast):
    application = make.frozen(cast)
    old = application.plan.paper
    actions.revise(application, by=cast.teacher.seat, at=WHEN)

    new = actions.freeze(make.again(application), content(cast, cast.teacher), by=cast.teacher.seat, at=WHEN).paper

    old.refresh_from_db()
    assert (old.superseded_by, new.superseded_by, new.version) == (new, None, 2)
    assert old.code != new.code


def test_two_presses_of_revise_open_one_version(cast):
    application = make.frozen(cast)
    page = make.again(application)
    actions.revise(application, by=cast.teacher.seat, at=WHEN)

    again = actions.revise(page, by=cast.coordinator.seat, at=WHEN)

    assert again.version == 2
    assert Plan.objects.count() == 2


# The signed copy -----------------------------------------------------------------------------


def test_a_newer_copy_takes_the_place_of_the_older_and_both_are_kept(cast):
    application = make.ready(cast)
    first = application.plan.signed

    second = make.attach(application, cast.teacher, data=tiny_pdf("second")).plan.signed

    assert first != second
    assert set(Document.objects.filter(kind="SCANNED")) == {first, second}


def test_a_draft_has_nothing_to_sign(cast):
    application = make.written(cast)

    assert refusal(make.attach, application, cast.teacher) == "not_frozen"
    assert Document.objects.count() == 0


def test_the_coordinator_attaches_on_behalf(cast):
    document = make.attach(make.frozen(cast), cast.coordinator).plan.signed

    assert document.kept_by == cast.coordinator.seat


@pytest.mark.parametrize("who", ["colleague", "director", "neighbour", "bureau"])
def test_nobody_else_attaches(cast, who):
    assert refusal(make.attach, make.frozen(cast), getattr(cast, who)) == "role"


def test_the_entry_names_the_copy_by_its_hash(cast):
    document = make.ready(cast).plan.signed

    facts = Entry.objects.get(verb="applications:plan:attach").facts
    assert facts == {"version": 1, "document": str(document.pk), "sha256": document.sha256, "pages": 1}


def test_the_printed_plan_is_made_once_by_its_bell(cast, monkeypatch):
    from applications.actions import plan as module
    from records.pdf import Box, Rendered

    made = []

    def render(template, context):
        made.append((template, context["paper"]["number"]))
        box = Box("director", page=3, x_mm=110, y_mm=200, w_mm=60, h_mm=20)
        return Rendered(data=tiny_pdf("printed"), pages=3, sha256="…", boxes=(box,))

    monkeypatch.setattr(module.pdf, "render", render)
    plan = make.frozen(cast).plan

    first = actions.print_plan(plan, by=cast.system, at=WHEN)
    second = actions.print_plan(Plan.objects.get(pk=plan.pk), by=cast.system, at=WHEN)

    assert first == second
    assert made == [("pdf/plan.html", plan.paper.number)]
    assert Paper.objects.get(pk=plan.paper_id).pages == 3
    assert first.facts == {"boxes": [{"role": "director", "page": 3, "x_mm": 110, "y_mm": 200, "w_mm": 60, "h_mm": 20}]}
