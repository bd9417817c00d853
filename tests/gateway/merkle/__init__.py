"""The tree of RFC 6962 against a naive one and published vectors."""
