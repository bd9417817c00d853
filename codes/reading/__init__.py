"""From words to the fields of a report, or to a doubt."""
