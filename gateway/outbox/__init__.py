"""What officers are told: queued, sent within limits, never twice blindly, and what became of it."""
