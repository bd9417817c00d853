"""GSM modems: PDUs, AT commands, and the bearer made of them."""
