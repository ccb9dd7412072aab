"""The portal's sealing key: from two files, from a PKCS#11 token, or made on first use where nobody set one.

A key that makes itself is for demos and single machines. In production it has to be set: web and worker must not
find two different ones, and somebody must have it in a safe.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import load_private_key_from_pemder
from pyhanko.sign import signers, timestamps
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from people.vault import keep_once

TSA_PATIENCE = 10  # seconds
# A made key must be older than whatever a demo with a clock of its own may sign.
_FIRST_DAY = dt.datetime(2024, 10, 1, tzinfo=dt.UTC)
_LAST_DAY = dt.datetime(2049, 12, 31, tzinfo=dt.UTC)


class NoKey(Exception):
    """The portal has no sealing key, or cannot reach the one it has."""


def available() -> bool:
    """Whether papers can be sealed here at all; says nothing about a token that is unplugged."""
    return bool(settings.SEAL_PKCS11_MODULE or settings.SEAL_KEY) or not settings.PRODUCTION


@contextmanager
def signer() -> Iterator[signers.Signer]:
    """The key with its certificate, for one sealing. Raises NoKey."""
    if settings.SEAL_PKCS11_MODULE:
        with _of_token() as found:
            yield found
        return
    key, certificate = _files()
    try:
        private = load_private_key_from_pemder(str(key), settings.SEAL_KEY_PASSWORD.encode() or None)
        first, *others = certificates(certificate)
    except (OSError, ValueError, TypeError) as error:
        raise NoKey(f"the sealing key cannot be read: {type(error).__name__}") from error
    yield signers.SimpleSigner(
        signing_cert=first, signing_key=private, cert_registry=SimpleCertificateStore.from_certs(others)
    )


@contextmanager
def _of_token() -> Iterator[signers.Signer]:
    # Imported where it is needed: it loads the token's own library.
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        session = open_pkcs11_session(
            settings.SEAL_PKCS11_MODULE,
            token_criteria=TokenCriteria(label=settings.SEAL_PKCS11_TOKEN),
            user_pin=settings.SEAL_PKCS11_PIN,
        )
    except PKCS11Error as error:
        raise NoKey(f"the token cannot be opened: {type(error).__name__} {error}") from error
    label = settings.SEAL_PKCS11_LABEL
    with session:
        found = PKCS11Signer(session, cert_label=label, key_label=label)
        # Few tokens hash by themselves for elliptic curves; all of them sign a hash.
        is_curve = found.signing_cert.public_key.algorithm == "ec"
        yield PKCS11Signer(session, signing_cert=found.signing_cert, key_label=label, use_raw_mechanism=is_curve)


def timestamper() -> timestamps.TimeStamper | None:
    """Who gives the time (RFC 3161), where one is set."""
    if not settings.SEAL_TSA_URL:
        return None
    return RequestsHTTPTimeStamper(settings.SEAL_TSA_URL, timeout=TSA_PATIENCE)


def trusted() -> list[asn1.Certificate]:
    """The certificates under which a seal is ours: today's, those before it, and those of the time stamp's giver."""
    found = certificates(Path(settings.SEAL_TRUST)) if settings.SEAL_TRUST else []
    if settings.SEAL_PKCS11_MODULE:
        with signer() as token:
            found.append(token.signing_cert)
    elif available():
        found.append(certificates(_files()[1])[0])
    return found


def knows_its_own() -> bool:
    """Whether it can be told which seals are the portal's: a certificate that is away makes no seal a stranger's."""
    try:
        return bool(trusted())
    except (NoKey, OSError, ValueError):
        return False


def certificates(path: Path) -> list[asn1.Certificate]:
    """All certificates of a PEM file, in their order."""
    return [
        asn1.Certificate.load(data)
        for kind, _headers, data in pem.unarmor(path.read_bytes(), multiple=True)
        if kind == "CERTIFICATE"
    ]


def _files() -> tuple[Path, Path]:
    if settings.SEAL_KEY:
        return Path(settings.SEAL_KEY), Path(settings.SEAL_CERTIFICATE)
    if settings.PRODUCTION:
        raise NoKey("no sealing key is set")
    return _made(settings.DATA / "seal")


def _made(folder: Path) -> tuple[Path, Path]:
    """Key and certificate of our own. They lie in one file each, the key first: who finds it makes no other."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    if not key.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        keep_once(
            key,
            made.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
    if not certificate.exists():
        private = serialization.load_pem_private_key(key.read_bytes(), None)
        assert isinstance(private, ec.EllipticCurvePrivateKey)
        keep_once(certificate, self_signed(private).public_bytes(serialization.Encoding.PEM))
    return key, certificate


def self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = "TeacherSync (seal made on this machine)"
    who = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FIRST_DAY)
        .not_valid_after(_LAST_DAY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
