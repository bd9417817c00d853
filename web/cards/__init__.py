"""Paper: pocket cards and sheets of codes, as pages and as PDF of the same content."""
