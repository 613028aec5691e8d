"""Pure rules: nothing here does input or output."""
