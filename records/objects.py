"""Documents in an object storage that speaks S3 (django-storages), with its errors in our words.

Imported by the setting `DOCUMENT_STORE` alone: the client library takes half a second that nobody else pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from records.stores import Stored, StoreDown

_CHUNK = 1 << 20


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Whatever the client library raises becomes an OSError: callers know files, not clouds."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(str(error)) from error
        raise StoreDown(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreDown(str(error)) from error


class ObjectStore(S3Storage):  # type: ignore[misc]  # the library is not typed
    def _save(self, name: str, content: Any) -> str:
        with _in_our_words():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        with _in_our_words():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _in_our_words():
            super().delete(name)

    def size(self, name: str) -> int:
        with _in_our_words():
            return int(super().size(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of an object, a megabyte at a time."""
        with _in_our_words():
            body = self.bucket.Object(self._normalize_name(name)).get()["Body"]
            yield from body.iter_chunks(_CHUNK)

    def listed(self, prefix: str) -> Iterator[Stored]:
        """Names (without the folder of the setting) under a prefix."""
        folder = f"{self.location}/" if self.location else ""
        with _in_our_words():
            for item in self.bucket.objects.filter(Prefix=folder + prefix):
                yield Stored(item.key.removeprefix(folder), item.size, item.last_modified.timestamp())
