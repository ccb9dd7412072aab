"""Where the sealing key comes from: made on first use, from files, from a token; and the time from a server."""

from __future__ import annotations

import datetime as dt
import http.server
import os
import shutil
import stat
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign import timestamps

from records import sealing
from records.sealing import Problem, keys
from tests.records import sealed_samples as samples

PEM = serialization.Encoding.PEM
PKCS11 = next(filter(os.path.exists, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so")), "")
DAY = dt.datetime(2024, 10, 1, tzinfo=dt.UTC)


def seal() -> bytes:
    return sealing.add(samples.prepared(), samples.act("teacher"), code=samples.CODE, at=samples.WHEN)


def verdict(data: bytes) -> sealing.Verdict:
    return sealing.verify(data, code=samples.CODE, roles=["teacher"])


def certificate(name, key, *, issuer=None, issuer_key=None, ca=False, stamps=False):
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(issuer.subject if issuer else who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(DAY)
        .not_valid_after(DAY + dt.timedelta(days=9000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key or key, hashes.SHA256())


def written(path: Path, *parts: bytes) -> str:
    path.write_bytes(b"".join(parts))
    return str(path)


# Made on first use -----------------------------------------------------------------------------


def test_the_first_use_makes_a_key_that_only_we_may_read(settings, tmp_path):
    settings.DATA = tmp_path

    data = seal()

    assert verdict(data).problems == []
    key = tmp_path / "seal" / "key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert verdict(seal()).problems == []


def test_of_many_who_come_at_once_all_find_the_same_one(settings, tmp_path):
    settings.DATA = tmp_path

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: [path.read_bytes() for path in keys._files()], range(8)))

    assert all(pair == found[0] for pair in found)


def test_in_production_none_is_made(settings, tmp_path):
    settings.DATA, settings.PRODUCTION = tmp_path, True

    assert not sealing.available()
    with pytest.raises(sealing.NoKey):
        seal()
    assert not (tmp_path / "seal").exists()


# From files ------------------------------------------------------------------------------------


@pytest.fixture
def authority():
    key = ec.generate_private_key(ec.SECP256R1())
    return certificate("an authority", key, ca=True), key


@pytest.fixture
def files(settings, tmp_path, authority):
    """A key of an authority's, under a password, as an agency would have one."""
    root, root_key = authority
    key = rsa.generate_private_key(65537, 2048)
    made = certificate("the agency", key, issuer=root, issuer_key=root_key)
    settings.SEAL_KEY = written(
        tmp_path / "agency.key",
        key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")),
    )
    settings.SEAL_CERTIFICATE = written(tmp_path / "agency.pem", made.public_bytes(PEM), root.public_bytes(PEM))
    settings.SEAL_KEY_PASSWORD = "secret"
    settings.PRODUCTION = True
    return made


def test_a_key_from_files_seals_in_production(files):
    assert sealing.available()
    assert verdict(seal()).problems == []


def test_with_the_wrong_password_it_says_so(files, settings):
    settings.SEAL_KEY_PASSWORD = "another"

    with pytest.raises(sealing.NoKey):
        seal()


def test_what_was_sealed_under_an_older_key_stays_ours_while_it_is_trusted(files, settings, tmp_path):
    settings.PRODUCTION = False
    old = seal()
    older = Path(settings.SEAL_CERTIFICATE)
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    settings.DATA = tmp_path / "new"

    assert verdict(old).problems == [Problem.STRANGER, Problem.MISSING]
    settings.SEAL_TRUST = str(older)
    assert verdict(old).problems == []


# From a token ----------------------------------------------------------------------------------


@pytest.fixture
def token(settings, tmp_path, monkeypatch):
    """A token in software, with a key that never leaves it."""
    if not PKCS11 or not shutil.which("softhsm2-util"):
        pytest.skip("softhsm2 is not installed, so no token was tried")
    folder = tmp_path / "tokens"
    folder.mkdir()
    monkeypatch.setenv(
        "SOFTHSM2_CONF", written(tmp_path / "softhsm2.conf", f"directories.tokendir = {folder}\n".encode())
    )
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "seal", "--pin", "1234", "--so-pin", "5678"],
        check=True,
        capture_output=True,
    )
    key = ec.generate_private_key(ec.SECP256R1())
    pem = written(
        tmp_path / "token.key",
        key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    subprocess.run(
        ["softhsm2-util", "--import", pem, "--token", "seal", "--label", "portal", "--id", "01", "--pin", "1234"],
        check=True,
        capture_output=True,
    )
    os.unlink(pem)
    _put_certificate(certificate("a token", key))
    settings.SEAL_PKCS11_MODULE, settings.SEAL_PKCS11_TOKEN = PKCS11, "seal"
    settings.SEAL_PKCS11_PIN, settings.SEAL_PKCS11_LABEL = "1234", "portal"
    settings.PRODUCTION = True


def _put_certificate(made) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(PKCS11)
    library.reinitialize()
    with library.get_token(token_label="seal").open(user_pin="1234", rw=True) as session:
        facts = decode_x509_certificate(made.public_bytes(serialization.Encoding.DER))
        facts[pkcs11.Attribute.LABEL] = "portal"
        facts[pkcs11.Attribute.ID] = b"\x01"
        facts[pkcs11.Attribute.TOKEN] = True
        session.create_object(facts)


def test_a_key_in_a_token_seals(token):
    data = seal()

    found = verdict(data)
    assert found.problems == []
    assert [item.role for item in found.seals] == ["teacher"]


def test_a_token_that_does_not_open_is_no_key(token, settings):
    settings.SEAL_PKCS11_PIN = "9999"

    with pytest.raises(sealing.NoKey):
        seal()


# The time from a server ------------------------------------------------------------------------


@pytest.fixture
def stamping(settings, tmp_path, authority):
    """A time stamp server on this machine; counts how often it was asked."""
    root, root_key = authority
    key = rsa.generate_private_key(65537, 2048)
    made = certificate("the time", key, issuer=root, issuer_key=root_key, stamps=True)
    giver = timestamps.DummyTimeStamper(
        asn1.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        ),
    )
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(request)
            answer = giver.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SEAL_TSA_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.SEAL_TRUST = written(tmp_path / "root.pem", root.public_bytes(PEM))
    yield asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_where_a_server_is_set_each_seal_carries_its_time_stamp(stamping):
    data = seal()

    found = verdict(data)
    assert stamping
    assert found.problems == []
    assert [item.has_timestamp for item in found.seals] == [True]


def test_a_time_stamp_of_somebody_unknown_is_not_believed(stamping, settings):
    data = seal()
    settings.SEAL_TRUST = ""

    assert verdict(data).problems != []


def test_without_the_server_nothing_is_sealed_and_the_bell_tries_again(settings):
    settings.SEAL_TSA_URL = "http://127.0.0.1:9/"

    with pytest.raises(timestamps.TimestampRequestError):
        seal()
