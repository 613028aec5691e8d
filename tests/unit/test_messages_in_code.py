"""The code and the message files speak of the same messages, with the same arguments."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.unit.test_locales import messages, variables

ROOT = Path(__file__).parents[2]
SPOKEN = {"t", "plain"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("handlers", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "sandbox" not in path.parts:
                name = str(path.relative_to(ROOT))
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def pattern(text: ast.JoinedStr) -> re.Pattern[str]:
    """An f-string as the keys that it can make."""
    parts = [
        re.escape(str(each.value)) if isinstance(each, ast.Constant) else r"[\w-]*"
        for each in text.values
    ]
    return re.compile("".join(parts))


def spoken() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in SPOKEN
                and node.args
            ):
                yield f"{name}:{node.lineno}", node


def test_every_message_that_is_asked_for_exists_and_gets_what_it_needs() -> None:
    known = {key: variables(message) for key, message in messages("en").items()}
    wrong: list[str] = []
    for place, call in spoken():
        key = call.args[0]
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            continue
        if key.value not in known:
            wrong.append(f"{place}: no message {key.value}")
            continue
        given = {word.arg for word in call.keywords}
        if None not in given and not known[key.value] <= given:
            wrong.append(f"{place}: {key.value} needs {known[key.value] - given}")
    assert wrong == []


def test_every_made_up_key_can_be_a_message() -> None:
    keys = messages("en").keys()
    wrong = [
        f"{place}: {ast.unparse(call.args[0])}"
        for place, call in spoken()
        if isinstance(call.args[0], ast.JoinedStr)
        and not any(pattern(call.args[0]).fullmatch(key) for key in keys)
    ]
    assert wrong == []


def literal(text: ast.JoinedStr) -> str:
    return "".join(str(each.value) for each in text.values if isinstance(each, ast.Constant))


def test_no_message_is_left_over() -> None:
    nodes = [node for _, tree in trees() for node in ast.walk(tree)]
    named = {node.value for node in nodes if isinstance(node, ast.Constant)}
    made = [
        pattern(node)
        for node in nodes
        if isinstance(node, ast.JoinedStr) and re.search("[a-z]{3}", literal(node))
    ]
    # "-free" is added to a key where there is nothing to pay.
    left = [key for key in messages("en") if not {key, key.removesuffix("-free")} & named]
    assert [key for key in left if not any(each.fullmatch(key) for each in made)] == []
