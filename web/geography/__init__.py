"""The five countries as a plain drawing, and where a place stands on it. Borders are indicative only."""
