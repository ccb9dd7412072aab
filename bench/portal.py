"""The portal for a web server, at the bench's clock."""

from bench import clockwork
from teachersync.wsgi import application

clockwork.wind()
__all__ = ["application"]
