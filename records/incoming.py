"""A file of a form, on the disk and hashed while it arrives: its bytes are looked at once."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler


class HashedFile(TemporaryUploadedFile):
    """What a form brought. `sha256` is the hash of all its bytes, in hexadecimal; empty until the last has arrived."""

    sha256 = ""


class HashingHandler(TemporaryFileUploadHandler):
    chunk_size = 2**18  # bytes taken from the line at once

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file: HashedFile = HashedFile(
            self.file_name or "", self.content_type, 0, self.charset, self.content_type_extra
        )
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._digest.update(raw_data)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        super().file_complete(file_size)
        self.file.sha256 = self._digest.hexdigest()
        return self.file
