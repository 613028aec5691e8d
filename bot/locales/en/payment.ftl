## What Stripe's own pages show, and the page that people come back to from there.

# The name of what is bought, on the Checkout page and in the bank's app.
checkout-product = { $title } with { $name }, { $when }

return-title-paid = Thank you
return-paid = Your request is on its way. Telegram tells you as soon as it is answered.
return-title-left = Not paid yet
return-left = Nothing was charged. The seat is held for you for a while: the pay button is still in the chat.
return-button = Back to Telegram
