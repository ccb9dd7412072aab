"""What is written to the log, and how a line looks."""

from typing import Any


def logging_of(level: str) -> dict[str, Any]:
    """The setting LOGGING: one line an event, to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        # The PDF maker tells every step at INFO; its warnings are worth hearing.
        "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
        "root": {"handlers": ["console"], "level": level},
    }
