"""How well scans are read back: papers printed, signed and spoilt from a seed, and what the reader makes of them."""
