"""The Merkle tree of RFC 6962: hashes, the frontier it grows from, and proofs; pure."""
