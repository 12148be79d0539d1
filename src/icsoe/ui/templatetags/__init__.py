"""What templates load: ``{% load ui %}``."""
