// Amounts as the chat's English writes them, so that nobody has to compare: "450 kr.", "$45".

const number = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, trailingZeroDisplay: "stripIfInteger" });

export function money(cents, currency) {
  const code = currency.toUpperCase();
  if (code === "DKK") return `${number.format(cents / 100)}\u00a0kr.`;
  // The narrow symbol: British English would tell "US$90" from other dollars.
  const style = { style: "currency", currency: code, currencyDisplay: "narrowSymbol" };
  return new Intl.NumberFormat("en-GB", { ...style, trailingZeroDisplay: "stripIfInteger" }).format(cents / 100);
}
