"""Use cases: plain async functions, the transaction first."""
