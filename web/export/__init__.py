"""Files that staff take out: CSV that no spreadsheet takes for a formula, and GeoJSON."""
