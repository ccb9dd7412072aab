"""Doorbells of the people's room."""

from __future__ import annotations

from celery import shared_task

from people.sessions import SessionStore


@shared_task(name="people.forget_sessions", ignore_result=True)
def forget_sessions() -> None:
    """Takes away the rows of sessions that have expired by the real clock; nobody could use them any more."""
    SessionStore.clear_expired()
