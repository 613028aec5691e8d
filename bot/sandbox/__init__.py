"""Local stand-ins for Telegram and Stripe, and the page that shows them."""
