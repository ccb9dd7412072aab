"""Ours beside a bare hand-written baseline, in the same run. `make bench`; docs/performance.md says how to read it."""
