"""The figures, measured on this machine: a file a group, with programs of others beside ours."""
