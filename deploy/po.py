"""Reads gettext's .po files and writes .mo files, so that Thai needs no gettext on the machine.

Formats: GNU gettext manual, chapters "The Format of PO Files" and "The Format of GNU MO Files".
"""

import ast
import struct
from dataclasses import dataclass, field
from pathlib import Path

_MAGIC = 0x950412DE  # little-endian .mo, revision 0


@dataclass
class Message:
    """One entry. `texts` has one translation, or one for each plural form; empty strings where none is given."""

    msgid: str = ""
    plural: str | None = None
    context: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes the entry one of its kind: gettext looks up by context and msgid."""
        return self.context, self.msgid

    @property
    def translated(self) -> bool:
        """Whether people will read the translation: there is one for each form, and nobody marked it as a guess."""
        return bool(self.texts) and all(self.texts.values()) and not self.fuzzy


def read(path: Path) -> list[Message]:
    """Every entry of a .po file in order, the header (empty msgid) included, obsolete ones (#~) left out.

    Raises ValueError with file and line where the text is not a .po file.
    """
    messages: list[Message] = []
    current = Message()
    slot: str | None = None

    def close() -> None:
        nonlocal current, slot
        if current.texts:
            messages.append(current)
        current, slot = Message(), None

    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            if slot is not None and slot.startswith("msgstr"):
                close()
            if line.startswith("#,") and "fuzzy" in line:
                current.fuzzy = True
            continue
        word, _, rest = line.partition(" ")
        if line.startswith('"'):
            rest = line
        else:
            if word in ("msgid", "msgctxt") and slot is not None and slot.startswith("msgstr"):
                close()
            slot = word
        try:
            text = ast.literal_eval(rest.strip())
        except (SyntaxError, ValueError) as error:
            raise ValueError(f"{path}:{number}: not a quoted text: {line}") from error
        match slot:
            case "msgid":
                current.msgid += text
            case "msgid_plural":
                current.plural = (current.plural or "") + text
            case "msgctxt":
                current.context = (current.context or "") + text
            case str() if slot.startswith("msgstr"):
                form = int(slot[7:-1]) if slot.startswith("msgstr[") else 0
                current.texts[form] = current.texts.get(form, "") + text
            case _:
                raise ValueError(f"{path}:{number}: unknown keyword {word!r}")
    close()
    return messages


def compiled(messages: list[Message]) -> bytes:
    """The .mo file of these entries. Guesses and untranslated entries stay out, so that English shows for them."""
    catalogue: dict[bytes, bytes] = {}
    for message in messages:
        if not message.translated:
            continue
        key = message.msgid if message.context is None else f"{message.context}\x04{message.msgid}"
        if message.plural is not None:
            key = f"{key}\0{message.plural}"
        catalogue[key.encode()] = "\0".join(message.texts[form] for form in sorted(message.texts)).encode()
    # The reader searches by halving, so the keys have to be in the order of their bytes.
    keys = sorted(catalogue)
    header_size = 7 * 4
    table_size = 8 * len(keys)
    offset = header_size + 2 * table_size
    tables: list[bytes] = []
    for texts in (keys, [catalogue[key] for key in keys]):
        table = b""
        for text in texts:
            table += struct.pack("<II", len(text), offset)
            offset += len(text) + 1
        tables.append(table)
    head = struct.pack("<7I", _MAGIC, 0, len(keys), header_size, header_size + table_size, 0, 0)
    body = b"".join(text + b"\0" for text in [*keys, *(catalogue[key] for key in keys)])
    return head + tables[0] + tables[1] + body
