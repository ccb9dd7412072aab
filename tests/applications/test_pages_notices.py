"""Every notice of the gate has its words, in Thai, with the facts it carries."""

import re
from pathlib import Path

import pytest

from applications import notices
from people.models import User
from records.outbox import notice
from records.wording import render

FACTS = {
    "application": 41, "name": "นายสมชาย & คณะ", "college": "วิทยาลัยเทคนิคชลธารา", "year_text": "2568",
    "number": "2568-PLAN-000041", "when": "27 ก.พ. 2568 เวลา 23.59 น.", "sha256": "ab12", "comment": "หน้า 4 <ขาด>",
    "until": "4 มี.ค. 2568", "late": False, "state": "DRAFT", "dated": "10 มีนาคม 2568", "edition": 1, "eligible": 3,
    "reserve": 2,
    "who": "นางมาลี ศรีสุข", "label": "หัวหน้าแผนกวิชา", "reason": "ชั่วโมงไม่ครบ", "signature": 7,
    "version": 1, "in_ink": False,
}  # fmt: skip
NAMES = (
    "submit", "to_check", "endorse", "send_back", "withdraw", "waive", "promote", "lapse", "announce_eligible",
    "announce_reserve", "announce_not_eligible", "announce_college",
    "to_sign", "send_link", "decline", "certify", "send_list",
)  # fmt: skip


def rendered(name, **changed):
    row = notice("key", f"applications/{name}", to_id=1, at=None, topic="", **{**FACTS, **changed})
    row.to = User(title="นาย", first_name="สมชาย", last_name="รักเรียน")
    return render(row)


def test_every_name_in_the_code_is_on_the_list():
    text = Path(notices.__file__).read_text()
    used = set(re.findall(r'_to\(\s*application, "(\w+)"', text)) | set(re.findall(r'"applications/(\w+)"', text))
    assert used <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notice_greets_its_reader_and_leads_back_to_the_portal(name):
    subject, body = rendered(name)
    assert subject
    assert "นายสมชาย รักเรียน" in body.splitlines()[0]
    assert "https://teachersync.example/applications/" in body


def test_text_is_text_and_not_markup():
    assert "หน้า 4 <ขาด>" in rendered("send_back")[1]
    assert "นายสมชาย & คณะ" in rendered("to_check")[0]


@pytest.mark.parametrize("name", ["submit", "announce_eligible", "announce_not_eligible", "lapse"])
def test_no_notice_about_a_teachers_own_matter_names_a_sheet_or_a_score(name):
    assert not re.search(r"คะแนน|score", " ".join(rendered(name)))
