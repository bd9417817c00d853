"""What the API gives: the desk's values as JSON, with keys as they are written; nothing that pages hide."""
