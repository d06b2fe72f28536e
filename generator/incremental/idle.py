"""What a server does while nobody waits for it."""

from __future__ import annotations

import gc
import threading

# Seconds after a build until a server looks for what the build has left behind.
QUIET = 2.0


def clear_up_soon() -> None:
    """Have the pages of earlier builds given up by and by.

    Pages and files hold each other, and with them the texts of a whole site. Python would look for such circles too
    seldom: who has objects counted as old has it begin to count anew.
    """
    later = threading.Timer(QUIET, gc.collect)
    later.daemon = True
    later.start()
