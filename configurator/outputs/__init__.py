"""Writers: leaves that turn one computed configuration into files. Nothing in the engine imports them."""
