"""The host building: what is built on, in one local frame of whole millimetres."""
