"""What a station keeps: tables, one writer, readers, and the verbs on them."""
