"""`python -m bot.web.probe`: whether the process beside it lives, for a container without a shell.

Exit code 0 where `/live` answers on the port of the settings, 1 otherwise.
"""

from __future__ import annotations

import http.client
import os
import sys

_SECONDS = 3.0


def lives(port: int) -> bool:
    """Whether a bot on this machine answers at this port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", "/live")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if lives(int(os.environ.get("PORT") or 8080)) else 1)
