"""The store, on every engine it runs on."""
