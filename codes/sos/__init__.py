"""A call for help, in any script and any noise."""
