"""The message files: both languages say the same things, in what Telegram can show."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast

from bot.locales import LANGUAGES, bundle, files

TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler"}


def messages(language: str) -> dict[str, ast.Message]:
    return {
        entry.id.name: entry
        for path in files(language)
        for entry in FluentResource(path.read_text(encoding="utf-8")).body
        if isinstance(entry, ast.Message)
    }


def nodes(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from nodes(each)
    elif isinstance(value, ast.BaseNode):
        yield value
        for each in vars(value).values():
            yield from nodes(each)


def variables(message: ast.Message) -> set[str]:
    return {each.id.name for each in nodes(message) if isinstance(each, ast.VariableReference)}


def said(message: ast.Message) -> str:
    """The words of the message itself, without its placeholders."""
    return "".join(each.value for each in nodes(message) if isinstance(each, ast.TextElement))


def texts(message: ast.Message) -> str:
    """All that the message can say; a placeholder stands as its name."""
    text = ""
    for each in nodes(message.value):
        if isinstance(each, ast.TextElement):
            text += each.value
        elif isinstance(each, ast.VariableReference):
            text += each.id.name
    return text


def test_no_message_is_broken_or_defined_twice() -> None:
    assert all(bundle(language) for language in LANGUAGES)


def test_every_language_has_the_same_files() -> None:
    first, *others = [[path.name for path in files(language)] for language in LANGUAGES]
    assert all(names == first for names in others)


def test_every_language_has_the_same_messages() -> None:
    english, danish = messages("en"), messages("da")
    assert english.keys() == danish.keys()


def test_every_message_is_told_the_same_things_in_every_language() -> None:
    english, danish = messages("en"), messages("da")
    told = {key: variables(message) for key, message in english.items()}
    assert told == {key: variables(danish[key]) for key in english}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_telegrams_and_closed(language: str) -> None:
    for key, message in messages(language).items():
        opened: list[str] = []
        for closing, tag in re.findall(r"<(/?)([a-z-]+)[^>]*>", texts(message)):
            assert tag in TELEGRAM_TAGS, key
            if closing:
                assert opened, key
                assert opened.pop() == tag, key
            else:
                opened.append(tag)
        assert not opened, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_commands_are_plain_and_short(language: str) -> None:
    for key, message in messages(language).items():
        label = texts(message)
        if key.startswith("label-"):
            assert len(label) <= 40, key  # with the names of its placeholders; 28 when spoken
        if key.startswith(("label-", "command-")):
            assert "<" not in label, key
            assert "\n" not in label, key


def test_danish_is_not_left_in_english() -> None:
    english, danish = messages("en"), messages("da")
    words = {key: re.findall(r"[^\W\d_]+", said(english[key])) for key in english}
    same = {key for key in english if said(english[key]) == said(danish[key])}
    assert {key for key in same if len(words[key]) > 2} == set()


@pytest.mark.parametrize(("language", "foreign"), [("en", '"„'), ("da", '"„“')])
def test_quotation_marks_are_the_languages_own(language: str, foreign: str) -> None:
    for key, message in messages(language).items():
        assert not set(said(message)) & set(foreign), key


@pytest.mark.parametrize("clumsy", ["returner", "tider for ", "elever", "AI-ekspert", "Med fed:"])
def test_danish_keeps_to_its_terms(clumsy: str) -> None:
    """Money is "betalt tilbage", times are "i" a place, and who learns is a "deltager"."""
    assert [key for key, each in messages("da").items() if clumsy in said(each)] == []
