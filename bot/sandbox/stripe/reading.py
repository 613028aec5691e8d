"""Reading objects: one by id, pages of them, and what `expand` puts in place of an id."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.stripe.act import Act
from bot.sandbox.stripe.errors import StripeError, bad_param, no_such
from bot.sandbox.stripe.ports import Obj, shown

DEFAULT_PAGE, LONGEST_PAGE = 10, 100
DEEPEST = 4
EVENT_DAYS = 30
"""For how long an event can be read."""

LINKS: dict[str, dict[str, str]] = {
    "checkout.session": {"payment_intent": "payment_intent"},
    "payment_intent": {"latest_charge": "charge", "payment_method": "payment_method"},
    "charge": {"payment_intent": "payment_intent"},
    "refund": {"payment_intent": "payment_intent", "charge": "charge"},
}
"""Which fields of a kind hold the id of another object, and of which kind that one is."""


def retrieve(kind: str, param: str) -> Callable[[Act, Obj, dict[str, str]], Obj]:
    """Return the call that reads one object of a kind by the id in its path."""

    def call(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
        del params
        return act.need(kind, ids[param], param)

    return call


def listing(
    kind: str, url: str, filters: dict[str, str] | None = None
) -> Callable[[Act, Obj, dict[str, str]], Obj]:
    """Return the call that pages through a kind, newest first.

    `filters`: the SQL condition (one `?`) that each further parameter stands for.
    """

    def call(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
        del ids
        where: list[tuple[str, object]] = []
        for name, condition in (filters or {}).items():
            if name in params:
                where.append((condition, params[name]))
        where += _created(params.get("created"))
        return _page(act, kind, url, params, where)

    return call


def events(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """List events; `type` may end in an asterisk."""
    del ids
    where = [*_created(params.get("created")), ("created > ?", _oldest_event(act))]
    if "type" in params and "types" in params:
        raise bad_param("Send `type` or `types`, not both.", "types")
    if "type" in params:
        where.append(("json_extract(body, '$.type') glob ?", params["type"]))
    if "types" in params:
        marks = "|".join(params["types"])
        where.append(("instr('|' || ? || '|', '|' || json_extract(body, '$.type') || '|')", marks))
    if "delivery_success" in params:
        done = params["delivery_success"]
        where.append(("(json_extract(body, '$.pending_webhooks') = 0) = ?", done))
    return _page(act, "event", "/v1/events", params, where)


def event(act: Act, params: Obj, ids: dict[str, str]) -> Obj:
    """Read an event, as long as it is not too old."""
    del params
    found = act.need("event", ids["id"], "id")
    if found["created"] <= _oldest_event(act):
        raise no_such("event", ids["id"], "id")
    return found


def expand(act: Act, obj: Obj, paths: list[str]) -> Obj:
    """Return the object as the API shows it, with the ids at `paths` replaced by objects.

    Raises StripeError for a path that leads nowhere.
    """
    answer = shown(obj)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise bad_param(f"`expand` goes at most {DEEPEST} levels deep.", "expand")
        _expand(act, answer, steps, path)
    return answer


def _expand(act: Act, node: Obj, steps: list[str], path: str) -> None:
    head, *rest = steps
    if node["object"] == "list":
        if head != "data":
            raise _cannot(path)
        for item in node["data"]:
            if rest:
                _expand(act, item, rest, path)
        return
    if (included := _included(act, node, head)) is not None:
        node[head] = included
        return
    kind = LINKS.get(node["object"], {}).get(head)
    if kind is None:
        raise _cannot(path)
    if isinstance(node.get(head), str):
        node[head] = shown(act.need(kind, node[head], head))
    if rest and node.get(head) is not None:
        _expand(act, node[head], rest, path)


def _included(act: Act, node: Obj, name: str) -> Obj | None:
    """Lists that are left out unless asked for."""
    if node["object"] == "checkout.session" and name == "line_items":
        stored = act.need("checkout.session", node["id"], "session")["_line_items"]
        url = f"/v1/checkout/sessions/{node['id']}/line_items"
        return _list([shown(item) for item in stored], url, has_more=False)
    if node["object"] == "charge" and name == "refunds":
        found = act.books.find("refund", [("json_extract(body, '$.charge') = ?", node["id"])])
        return _list(found, f"/v1/charges/{node['id']}/refunds", has_more=False)
    return None


def _page(act: Act, kind: str, url: str, params: Obj, where: list[tuple[str, object]]) -> Obj:
    limit = int(params.get("limit", DEFAULT_PAGE))
    if not 1 <= limit <= LONGEST_PAGE:
        raise bad_param(
            f"`limit` is between 1 and {LONGEST_PAGE}.", "limit", "parameter_invalid_integer"
        )
    if "starting_after" in params and "ending_before" in params:
        raise bad_param("Send `starting_after` or `ending_before`, not both.", "ending_before")
    order = "asc" if "ending_before" in params else "desc"
    for name, condition in (("starting_after", "seq < ?"), ("ending_before", "seq > ?")):
        if name in params:
            seq = act.books.seq(kind, params[name])
            if seq is None:
                raise no_such(kind, params[name], name, status=400)
            where.append((condition, seq))
    found = act.books.find(kind, where, order=order, limit=limit + 1)
    page = [shown(item) for item in found[:limit]]
    if order == "asc":
        page.reverse()
    return _list(page, url, has_more=len(found) > limit)


def _oldest_event(act: Act) -> int:
    return act.now - EVENT_DAYS * 86_400


def _created(value: object) -> list[tuple[str, object]]:
    if value is None:
        return []
    if isinstance(value, int):
        return [("created = ?", value)]
    signs = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
    assert isinstance(value, dict)  # noqa: S101 - the contract allows nothing else
    return [(f"created {signs[name]} ?", bound) for name, bound in value.items()]


def _list(data: list[Obj], url: str, *, has_more: bool) -> Obj:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _cannot(path: str) -> StripeError:
    return bad_param(f"This property cannot be expanded: {path}.", "expand")
