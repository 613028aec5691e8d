## Det, som Stripes egne sider viser, og siden, man kommer tilbage til derfra.

checkout-product = { $title } med { $name }, { $when }

return-title-paid = Tak
return-paid = Din forespørgsel er sendt. Du får besked i Telegram, så snart der er svar.
return-title-left = Ikke betalt endnu
return-left = Der er ikke trukket noget. Pladsen holdes til dig lidt endnu: Betalingsknappen ligger stadig i chatten.
return-button = Tilbage til Telegram
