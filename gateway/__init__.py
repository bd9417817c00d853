"""Everything that keeps or decides: intake, store, outbox, relay, station."""
