"""Faults while people work: `python -m tests.faults --only F12 --rounds 20` (make faults ONLY=F12 ROUNDS=20).

Each fault is one function that does its harm to the portal's own processes (`field`) while a crowd presses
(`crowd`), and afterwards the promises are looked at one by one (`promises`). The names are those of the list of
faults in docs/faults.md.
"""
