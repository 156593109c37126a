"""Where it was imported."""

import os

PID = os.getpid()
