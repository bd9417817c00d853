"""The commands of `patrolwire`, a file each; each imports what it needs when it is called."""
