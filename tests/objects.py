"""An object storage on this machine that speaks S3 (moto), for the tests of documents."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

BUCKET = "documents"
FOLDER = "year"
KEYS = {"AWS_ACCESS_KEY_ID": "made-up", "AWS_SECRET_ACCESS_KEY": "made-up"}


@dataclass
class Objects:
    """`setting` is what DOCUMENT_STORE would be; `client` goes around the portal, as an operator would."""

    address: str
    client: Any

    @property
    def setting(self) -> str:
        return f"s3://{BUCKET}/{FOLDER}?endpoint={self.address}&addressing=path"

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return sorted(item["Key"].removeprefix(f"{FOLDER}/") for item in found)

    def bytes_of(self, name: str) -> bytes:
        data: bytes = self.client.get_object(Bucket=BUCKET, Key=f"{FOLDER}/{name}")["Body"].read()
        return data

    def overwrite(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=f"{FOLDER}/{name}", Body=data)

    def lose(self, name: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=f"{FOLDER}/{name}")


@contextmanager
def objects() -> Iterator[Objects]:
    """A running storage with one empty, private bucket. The caller's environment holds KEYS."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
        client.create_bucket(Bucket=BUCKET)
        yield Objects(f"http://{host}:{port}", client)
    finally:
        server.stop()
