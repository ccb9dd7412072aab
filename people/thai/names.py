"""A person's name as it is printed."""

_NO_BREAK = "\u00a0"


def person_name(title: str, first: str, last: str, *, glue: bool = False) -> str:
    """นางสาวพิมพ์ลดา ธารากรณ์: a Thai title stands before a Thai first name without a space, "Mr." keeps one.

    Empty parts are left out. With `glue` all spaces are no-break spaces (U+00A0), for cells that must not wrap.
    """
    title, first, last = (" ".join(part.split()) for part in (title, first, last))
    joint = "" if _is_thai(title[::-1]) and _is_thai(first) else " "
    name = " ".join(filter(None, [joint.join(filter(None, [title, first])), last]))
    return name.replace(" ", _NO_BREAK) if glue else name


def _is_thai(text: str) -> bool:
    """Whether the first letter is Thai; marks and full stops before it ("ดร." read backwards) do not count."""
    letter = next((letter for letter in text if letter.isalpha()), "")
    return "\u0e01" <= letter <= "\u0e5b"
