"""What a teacher types in the journeys, and how it must read on paper: Thai digits, Buddhist years."""

from __future__ import annotations

from tests.records.pdf_reading import READERS, folded

TEACHER = "พิมพ์ลดา"
FULL_NAME = "นางสาวพิมพ์ลดา ธารากรณ์"
COLLEGE = "วิทยาลัยเทคนิคธารทอง"
BRANCH = "เมคคาทรอนิกส์และหุ่นยนต์"
NEED = "วางแผนบำรุงรักษาเชิงป้องกัน ตั้งค่าเซนเซอร์ และอ่านผังวงจรนิวเมติกส์ทำงานร่วมกับหุ่นยนต์"
# The same kind of date, as different people write it.
STAGE = {
    "from_date": "21 เม.ย. 68",
    "until_date": "๒๕/๔/๒๕๖๘",
    "department": "แผนกวิศวกรรมการผลิต",
    "task": "ปรับตั้งเครื่องจักรกับหัวหน้ากะ และบันทึกเวลาที่เครื่องหยุด",
    "competency": "2",
    "hours": "๓๐",
}
ECHOES = {"from_date": "วันจันทร์ที่ 21 เมษายน 2568", "until_date": "วันศุกร์ที่ 25 เมษายน 2568"}
TEST_DAY = "12 มิถุนายน 2568"
TRANSFER = {
    "learners": "ทำใบงานจากเครื่องจักรจริงให้ผู้เรียน ปวส. 1 จำนวน 4 ชุด",
    "colleagues": "อบรมเพื่อนครูในแผนก 1 วัน พร้อมสาธิต",
    "by_date": "2025-09-30",
}
BUDGET = [("ค่าเบี้ยเลี้ยง", "4,800"), ("ค่าที่พักและค่าพาหนะ", "๖๒๐๐.๕๐")]
PRINTED = [
    NEED, STAGE["department"], STAGE["task"], "๒๑ – ๒๕ เมษายน ๒๕๖๘", "๑๒ มิถุนายน ๒๕๖๘", TRANSFER["learners"],
    TRANSFER["colleagues"], "๓๐ กันยายน ๒๕๖๘", "ค่าเบี้ยเลี้ยง", "๔,๘๐๐.๐๐", "ค่าที่พักและค่าพาหนะ", "๖,๒๐๐.๕๐",
    "๑๑,๐๐๐.๕๐", "หนึ่งหมื่นหนึ่งพันบาทห้าสิบสตางค์",
]  # fmt: skip


def missing(pdf: bytes, texts: list[str]) -> list[str]:
    """The texts that either of two readers cannot copy out of a PDF, white space apart."""
    return [f"{read.__name__}: {text}" for read in READERS for text in texts if folded(text) not in read(pdf)]
