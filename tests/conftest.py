"""What every test stands on: hypothesis without deadlines, since a busy machine is no fault of the code."""

from hypothesis import settings

settings.register_profile("patrolwire", deadline=None)
settings.load_profile("patrolwire")
