"""Sealing: the portal closes a signed paper so that every later change shows.

People sign; their signature is that of section 9 of the Electronic Transactions Act. The portal puts each of them
into the file under a seal of its own (PAdES, one incremental update each). `prepare` makes the paper that is signed,
`add` puts one signature into it, `verify` says whether a file is as it was sealed. Why it is built so:
docs/decisions/0007-signing-in-the-portal.md.
"""

from records.sealing.checking import Problem, Unsound, Verdict, verify
from records.sealing.keys import NoKey, available, knows_its_own
from records.sealing.parts import Act, Mark, Signer
from records.sealing.writing import Prepared, add, prepare

__all__ = [
    "Act",
    "Mark",
    "NoKey",
    "Prepared",
    "Problem",
    "Signer",
    "Unsound",
    "Verdict",
    "add",
    "available",
    "knows_its_own",
    "prepare",
    "verify",
]
