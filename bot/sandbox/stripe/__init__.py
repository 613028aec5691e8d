"""A local Stripe: Checkout, payments, refunds, events and webhooks, with books on disk.

It keeps to Stripe's own schema file (`contract.json`), refuses what Stripe refuses, and shares no
code with the bot. `setup` puts it into an aiohttp application; `python -m bot.sandbox.stripe` runs
it by itself.
"""

from bot.sandbox.stripe.server import Stripe, setup

__all__ = ["Stripe", "setup"]
