// Words for instants. The sandbox's clock may be days ahead of the machine's.

let offset = 0; // milliseconds

export function setNow(iso) {
  offset = Date.parse(iso) - Date.now();
}

export const now = () => new Date(Date.now() + offset);

const formats = new Map();

function format(zone, options) {
  const key = JSON.stringify([zone, options]);
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  }
  return formats.get(key);
}

export const clockTime = (date, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit" }).format(date);

export const dayName = (date, zone) =>
  format(zone, { weekday: "long", day: "numeric", month: "long" }).format(date);

export const shortWhen = (date, zone) =>
  format(zone, {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
  }).format(date);

export const fullNow = (date) =>
  format(undefined, {
    weekday: "short", day: "numeric", month: "short", year: "numeric",
    hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  }).format(date);

export const placeOf = (zone) => zone.split("/").pop().replaceAll("_", " ");

// "31 min", "5 h", "3 days": how far away an instant is.
export function away(date) {
  const minutes = Math.max(0, Math.round((date - now()) / 60000));
  if (minutes < 90) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(minutes / 1440)} days`;
}
