"""The pocket card: what a unit's officers carry, as blocks that paper or a page can set."""
