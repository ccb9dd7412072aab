"""A scan that came in is read by a task and the reading kept; the command prints the same."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from applications import actions
from applications.models import Plan
from records import bell, documents, gate, scanning, tasks
from records.copies import Copy
from records.enums import DocumentKind, ReadingWeight
from records.models import BoxPicture, Document, Reading
from tests.browser import scan
from tests.cast import at
from tests.factories import applications as make
from tests.records import scan_samples as samples

READ_AT = at("2025-02-19 15:01")


@pytest.fixture(autouse=True)
def _own_checker(tmp_path, settings):
    settings.DATA = tmp_path
    yield
    gate.stop()


@pytest.fixture
def plan(cast):
    """Frozen and really printed."""
    application = make.frozen(cast)
    actions.print_plan(application.plan, by=cast.system, at=make.FROZEN)
    return make.again(application).plan


def sent_in(plan, cast, data, when=make.ATTACHED):
    actions.attach(plan.application, Copy(data, 1, "x.pdf", when), by=cast.teacher.seat, at=when)
    return Document.objects.get(pk=Plan.objects.get(pk=plan.pk).signed_id)


def copy_of(plan, leave_out=0):
    return samples.as_bytes(scan.signed(documents.read(plan.printed), leave_out=leave_out))


def test_a_copy_that_comes_in_rings_for_its_reading_and_the_task_keeps_it(plan, cast):
    document = sent_in(plan, cast, copy_of(plan, leave_out=1))

    assert bell.answer("records.read_scan") is tasks.read_scan
    tasks.read_scan(str(document.pk), READ_AT)

    reading = Reading.objects.get(document=document)
    signers = [box["role"] for box in plan.printed.facts["boxes"]]
    assert (reading.weight, reading.read_at, reading.is_wrong) == (ReadingWeight.DOUBT, READ_AT, False)
    assert [(page["number"], page["code"], page["is_ours"]) for page in reading.pages] == [
        (number, plan.paper.code, True) for number in range(1, plan.printed.pages + 1)
    ]
    assert [box["ink"] for box in reading.pages[-1]["boxes"]] == [True] * (len(signers) - 1) + [False]
    assert [(found.problem, found.facts["role"]) for found in reading.problems] == [("box_empty", signers[-1])]
    assert set(BoxPicture.objects.values_list("role", flat=True)) == set(signers)


def test_the_attach_rings(plan, cast):
    document = sent_in(plan, cast, copy_of(plan))

    from records.models import Ring

    assert Ring.objects.filter(task="records.read_scan", about=str(document.pk)).count() == 1


def test_a_reading_is_made_once(plan, cast):
    document = sent_in(plan, cast, copy_of(plan))
    first = scanning.read(document, at=READ_AT)

    again = scanning.read(document, at=at("2025-02-20 09:00"))

    assert (again.pk, again.read_at) == (first.pk, READ_AT)


def test_a_better_engine_reads_anew_and_replaces_what_was_kept(plan, cast, monkeypatch):
    document = sent_in(plan, cast, copy_of(plan))
    first = scanning.read(document, at=READ_AT)
    monkeypatch.setattr("records.scan.reading.ENGINE", 99)

    again = scanning.read(document, at=at("2025-02-20 09:00"))

    assert (again.pk, again.engine) == (first.pk, 99)
    assert BoxPicture.objects.count() == len(plan.printed.facts["boxes"])


def test_the_older_version_is_wrong_and_says_which_one_it_should_be(plan, cast):
    old = copy_of(plan)
    application = make.again(plan.application)
    actions.revise(application, by=cast.teacher.seat, at=make.FROZEN)
    actions.freeze(make.again(application), plan.content, by=cast.teacher.seat, at=make.FROZEN)
    newer = make.again(application).plan
    actions.print_plan(newer, by=cast.system, at=make.FROZEN)

    reading = scanning.read(sent_in(newer, cast, old), at=READ_AT)

    assert reading.weight == ReadingWeight.WRONG
    assert [(found.problem, found.facts["version"], found.facts["expected"]) for found in reading.problems[1:]] == [
        ("older", 1, 2)
    ] * plan.printed.pages


def printed_json(path, **options):
    output = io.StringIO()
    call_command("read_scan", str(path), stdout=output, **options)
    return json.loads(output.getvalue())


@pytest.mark.parametrize("given", [True, False], ids=["--plan", "looked up"])
def test_the_command_prints_the_reading_as_json(plan, tmp_path, given):
    path = tmp_path / "scan.pdf"
    path.write_bytes(copy_of(plan, leave_out=1))

    told = printed_json(path, **({"plan": plan.paper.short_code} if given else {}))

    assert (told["document"], told["version"], told["right"], told["problems"]) == (plan.paper.number, 1, True, [])
    last = told["pages"][-1]
    assert {key: last[key] for key in ("page", "code", "document", "version", "number", "rotation")} == {
        "page": plan.printed.pages,
        "code": plan.paper.code,
        "document": plan.paper.number,
        "version": 1,
        "number": plan.printed.pages,
        "rotation": 0,
    }
    signers = [box["role"] for box in plan.printed.facts["boxes"]]
    assert [(box["signer"], box["ink"]) for box in last["boxes"]] == [(role, True) for role in signers[:-1]] + [
        (signers[-1], False)
    ]
    assert (last["kinds"], len(last["problems"])) == (["box_empty"], 1)


@pytest.mark.django_db
def test_the_command_tells_codes_of_papers_that_no_database_knows(tmp_path):
    told = printed_json(samples.sent(samples.pages(), tmp_path / "scan.pdf"), language="en")

    assert [(page["code"], page["number"], page["document"]) for page in told["pages"]] == [
        (samples.NEW, number, None) for number in (1, 2, 3)
    ]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_with_a_file_that_nobody_can_open(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear portal")

    told = printed_json(path, language="en")

    assert (told["pages"], told["right"], len(told["problems"])) == ([], False, 1)


@pytest.mark.django_db
def test_the_command_refuses_a_missing_file_and_an_unknown_code(tmp_path):
    with pytest.raises(CommandError):
        call_command("read_scan", str(tmp_path / "nothing.pdf"))
    with pytest.raises(CommandError):
        call_command("read_scan", __file__, plan="AAAA-BBBB-CCCC")


def test_a_signature_given_in_the_portal_is_not_looked_for_in_ink(plan, cast):
    """The paper as the portal sealed it is the one that is laid beside the scan."""
    signer = plan.printed.facts["boxes"][0]["role"]
    documents.keep(
        documents.read(plan.printed), paper=plan.paper, kind=DocumentKind.SIGNED, pages=plan.printed.pages + 1,
        by=cast.system, at=READ_AT, facts={"signers": [signer]},
    )  # fmt: skip

    known = scanning.known(plan.paper.code)

    assert signer not in [box["role"] for box in known.boxes]
    assert (known.pages, known.more) == (plan.printed.pages, 1)
