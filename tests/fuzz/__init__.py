"""Hostile input, made from what is genuine: for the suite, and longer for `make fuzz`."""
