"""Files that nobody would make, put through the scan reader and the gate: `make fuzz`, `make corpora`."""
