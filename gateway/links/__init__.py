"""Ways to a partner office; each carries frames and brings back what was stored."""
