"""Invented names, put together from syllables: nobody real is meant, and every load finds the same ones."""

from __future__ import annotations

from random import Random

_FIRST = (
    "พิมพ์", "ธน", "ชล", "กิตติ", "วร", "ศิริ", "อร", "ณัฐ", "ปิย", "ภัทร", "รัตน", "จิร", "นภ", "ธีร", "กฤต", "พัชร",
    "อัญ", "ชนิ", "วิภา", "สุนท", "เกศ", "ปวี", "มณี", "ทิพ", "เมธ", "อภิ", "ดวง", "บุษ", "ไพล", "ขวัญ",
)  # fmt: skip
_HERS = ("ลดา", "พร", "ดา", "วรรณ", "ลักษณ์", "นุช", "กานต์", "ภา", "ณี", "กมล", "มาศ", "รดา")
_HIS = ("พงศ์", "เดช", "วัฒน์", "ชัย", "พล", "กร", "ภูมิ", "ยศ", "ศักดิ์", "ธร", "วุฒิ", "พัฒน์")
_HOUSE = (
    "ทิว", "เกริก", "ไพร", "วารี", "พนา", "เมฆ", "ตะวัน", "ธาร", "คีรี", "นที", "พฤกษ์", "ลาน", "สาย", "ดอน", "ร่ม",
    "แสน", "คำ", "เพียร", "มั่น", "งาม",
)  # fmt: skip
_OF = (
    "เมือง", "ทุ่ง", "แก้ว", "เงิน", "ฟ้า", "น้ำ", "ดิน", "ข้าว", "หอม", "ใจ", "สุข", "ดี", "กล้า", "ขวัญ", "ปัญญา",
    "ช่าง", "เรือน", "ทราย", "หิน", "รุ้ง",
)  # fmt: skip
_END = ("กุล", "วงศ์", "ธรรม", "รักษ์", "วิไล", "ศิลป์", "โชติ", "พันธุ์", "สกุล", "ภักดิ์", "พิทักษ์", "อารี")
_LAND = (
    "ธาร", "หนอง", "ดอน", "โคก", "ทุ่ง", "ห้วย", "เขา", "ท่า", "ลำ", "คลอง", "ป่า", "นา", "วัง", "บึง", "โพน", "ภู",
    "ผา", "เกาะ", "แม่", "ควน",
)  # fmt: skip
_COLOUR = (
    "ตะวัน", "เมฆ", "พลอย", "รุ้ง", "คราม", "นิล", "อำพัน", "หมอก", "ดาว", "ลม", "ฝน", "ขวัญ", "ฟ้า", "เงา", "แพร",
)  # fmt: skip
_GRACE = ("งาม", "ใส", "ทอง", "แก้ว", "เย็น", "สวย", "หลวง", "น้อย", "ใหม่", "เอก", "เรือง", "ชัย", "สุข", "อุดม")


class Names:
    """Gives names, never the same one twice."""

    def __init__(self, seed: str) -> None:
        self._random = Random(f"names {seed}")  # noqa: S311 (a story, not a secret)
        self._taken: set[str] = set()

    def person(self) -> tuple[str, str, str]:
        """Title, first and last name."""
        draw = self._random
        while True:
            hers = draw.random() < 0.55
            title = draw.choice(("นาง", "นางสาว", "นางสาว") if hers else ("นาย", "นาย", "นาย", "นาย", "ว่าที่ร้อยตรี"))
            first = draw.choice(_FIRST) + draw.choice(_HERS if hers else _HIS)
            last = draw.choice(_HOUSE) + draw.choice(_OF) + draw.choice(_END)
            if self._is_new(f"{first} {last}"):
                return title, first, last

    def place(self) -> str:
        """The name of a place that is on no map."""
        draw = self._random
        while True:
            place = draw.choice(_LAND) + draw.choice(_COLOUR) + draw.choice(_GRACE)
            if self._is_new(place):
                return place

    def company(self, words: tuple[str, ...]) -> str:
        """A company in a trade; `words` are what such companies call themselves."""
        draw = self._random
        while True:
            name = f"{draw.choice(_HOUSE)}{draw.choice(_OF)} {draw.choice(words)}"
            form = draw.choice(("บริษัท {} จำกัด", "บริษัท {} จำกัด", "ห้างหุ้นส่วนจำกัด {}", "บริษัท {} (ประเทศไทย) จำกัด"))
            if self._is_new(name):
                return form.format(name)

    def _is_new(self, name: str) -> bool:
        new = name not in self._taken
        self._taken.add(name)
        return new
