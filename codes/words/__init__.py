"""What a word may mean: scripts, forms, the book laid out for looking up."""
