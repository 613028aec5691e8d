"""Finds a browser for the tests, or installs Debian's where it may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Error, Locator

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
ARGUMENTS = [
    "--no-sandbox",  # as root, in a container, there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""How the tests start it: no call home, nothing but the page they ask for."""

ABSENT = (
    "no browser: install Chromium, Chrome or Edge"
    " (Debian: apt-get install chromium) to run the browser tests"
)


def find() -> str | None:
    """The path of a Chromium, Chrome or Edge on this machine, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in PLACES if Path(place).exists()), None)


def find_or_install() -> str | None:
    """As `find`, after installing Debian's Chromium where this user may; else None."""
    return find() or (find() if _install() else None)


async def press_and_see_closed(link: Locator) -> None:
    """Click what closes its own tab, and wait until the tab is gone.

    Raises Playwright's TimeoutError where the tab stays.
    """
    async with link.page.expect_event("close"):
        # The tab may be gone before the browser has answered that it was clicked.
        with suppress(Error):
            await link.click()


def _install() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode:
            return False
    return True
