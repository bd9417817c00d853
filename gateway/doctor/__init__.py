"""What keeps an office's station from working: looked for one by one, and said with what to do."""
