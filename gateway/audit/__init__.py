"""The heads of the record: signed, told to partners, and witnessed for them."""
