"""Thai and Arabic digits. Pages carry Arabic digits, official documents Thai ones."""

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
_TO_THAI = str.maketrans(ARABIC, THAI)
_TO_ARABIC = str.maketrans(THAI, ARABIC)


def thai_digits(text: object) -> str:
    """27/2/2568 becomes ๒๗/๒/๒๕๖๘; all else stays. Numbers are taken as `str()` writes them."""
    return str(text).translate(_TO_THAI)


def arabic_digits(text: object) -> str:
    """๒๗/๒/๒๕๖๘ becomes 27/2/2568; all else stays."""
    return str(text).translate(_TO_ARABIC)
