"""Property tests judge what is true, not how busy the machine is: no example has a deadline."""

from hypothesis import settings

settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")
