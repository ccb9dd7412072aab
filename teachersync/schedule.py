"""The whole beat on one screen: what runs by itself, and how often. Times are Asia/Bangkok.

Nothing here decides anything: each task looks at the database and makes good what is due, so a missed or a
doubled run changes nothing.
"""

from typing import Any

BEAT: dict[str, dict[str, Any]] = {}
