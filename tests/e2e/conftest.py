from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from db.seed import seed
from tests.e2e import chromium
from tests.e2e.stage import Stage, raised

REQUIRED = os.environ.get("TUTORLINE_BROWSER_TESTS") == "required"
DECLINED = "status of 402"
"""The browser notes every answer of this kind; a declined card is meant to be one."""
PATIENCE = 20_000  # milliseconds


@pytest.fixture
def seeded(admin_url: str, app_url: str) -> str:
    """A database with the three demo experts; the bot's address of it."""
    seed(admin_url)
    return app_url


@pytest.fixture
async def stage(seeded: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole product, as `make run` starts it, on a database of this test's own."""
    async with raised(seeded, tmp_path) as stage:
        yield stage


@pytest.fixture(scope="session")
def executable() -> str:
    """A browser on this machine; without one the tests are skipped, aloud."""
    found = chromium.find_or_install()
    if found is None:
        if REQUIRED:
            pytest.fail(chromium.ABSENT)
        pytest.skip(chromium.ABSENT)
    return found


@pytest.fixture
async def browser(executable: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=executable, args=chromium.ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A visitor; anything the page complains about, or asks of another machine, fails the test."""
    complaints: list[str] = []
    context = await browser.new_context(viewport={"width": 1400, "height": 950})
    context.set_default_timeout(PATIENCE)
    context.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and DECLINED not in said.text
            else None
        ),
    )
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "request",
        lambda asked: (
            None if "//127.0.0.1:" in asked.url[:20] else complaints.append(f"asked {asked.url}")
        ),
    )
    yield context
    await context.close()
    assert complaints == []
