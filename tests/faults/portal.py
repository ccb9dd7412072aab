"""The portal for a web server whose whole crowd comes from one address: nobody is sent away for asking too often."""

from bench import clockwork
from teachersync.wsgi import application

clockwork.unlimited()
__all__ = ["application"]
