"""What people do with their phones, over HTTP: for the page and for tests.

None of this is part of the Bot API: the bot cannot see it, except through the updates it causes.
"""

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.content import photo_of
from bot.sandbox.telegram.contract import Upload
from bot.sandbox.telegram.entities import with_automatic
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.pictures import plain
from bot.sandbox.telegram.profile import commands_for, text_for
from bot.sandbox.telegram.updates import TAP_LIFE
from bot.sandbox.telegram.world import World

LONGEST_TEXT = 4096
LONGEST_WAIT = 60.0
Given = dict[str, Any]


class PhoneError(Exception):
    """Something that a phone could not do; the message says why."""


class Phones:
    """Each method is one thing that a person does; `given` is the JSON of the request."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """The person-side API."""
        acts = {
            "send": self.send,
            "tap": self.tap,
            "location": self.location,
            "picture": self.picture,
            "edit": self.edit,
            "block": self.block,
            "unblock": self.unblock,
            "read": self.read,
        }
        return [
            web.get("/telegram/people", self.people),
            web.post("/telegram/people", self.add),
            web.get("/telegram/people/{id}/chat", self.chat),
            *(
                web.post(f"/telegram/people/{{id}}/{name}", self._acting(act))
                for name, act in acts.items()
            ),
        ]

    def _acting(
        self, act: Callable[[Person, Given], dict[str, Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            person = self._person(request)
            given = await request.json() if request.can_read_body else {}
            try:
                return web.json_response(act(person, given))
            except (PhoneError, KeyError) as problem:
                return web.json_response({"error": str(problem)}, status=409)

        return handle

    def _person(self, request: web.Request) -> Person:
        number = request.match_info["id"]
        person = self._world.people.find(int(number)) if number.isdigit() else None
        if person is None:
            raise web.HTTPNotFound(
                text=json.dumps({"error": f"nobody has the id {number}"}),
                content_type="application/json",
            )
        return person

    async def people(self, _request: web.Request) -> web.Response:
        """Everyone, with how much they have not read, and the bot."""
        world = self._world
        people = [
            {
                **person.user(),
                "role": person.role,
                "zone": person.zone,
                "started": person.started,
                "blocked": person.blocked,
                "unread": world.chats.unread(person.id),
            }
            for person in world.people.all()
        ]
        return web.json_response({"bot": world.bot, "people": people})

    async def add(self, request: web.Request) -> web.Response:
        """One more person: id, role, first_name and what else a Person has."""
        try:
            person = Person(**await request.json())
        except TypeError as wrong:
            return web.json_response({"error": str(wrong)}, status=409)
        self._world.people.add(person)
        return web.json_response(person.user())

    async def chat(self, request: web.Request) -> web.Response:
        """The chat as the person sees it.

        With `?since=<version>&wait=<seconds>` it answers when something changed, or in the end.
        """
        person = self._person(request)
        world = self._world
        if "since" in request.query:
            wait = min(float(request.query.get("wait", "10")), LONGEST_WAIT)
            await world.events.changed(int(request.query["since"]), wait)
            person = self._person(request)
        pending = world.books.rows(
            "select id, message_id, data from queries where person_id = ? and answer is null"
            " and not expired and at > ?",
            person.id,
            world.clock.timestamp() - TAP_LIFE,
        )
        return web.json_response(
            {
                "version": world.events.version,
                "person": {**person.user(), "role": person.role, "started": person.started}
                | {"blocked": person.blocked},
                "messages": world.chats.history(person.id),
                "read_up_to": world.people.read_up_to(person.id),
                "unread": world.chats.unread(person.id),
                "keyboard": world.people.keyboard(person.id),
                "commands": commands_for(world, person),
                "about": text_for(world, "description", person.language_code),
                "pending": [dict(row) for row in pending],
            }
        )

    def send(self, person: Person, given: Given) -> dict[str, Any]:
        """Type `text` and send it."""
        content = _typed(given)
        keyboard = self._world.people.keyboard(person.id)
        if keyboard and keyboard.get("one_time_keyboard"):
            self._world.people.set_keyboard(person.id, None)
        return self._post(person, content)

    def location(self, person: Person, given: Given) -> dict[str, Any]:
        """Share a location: `latitude` and `longitude`, or where this person lives."""
        latitude, longitude = person.place
        place = {
            "latitude": float(given.get("latitude", latitude)),
            "longitude": float(given.get("longitude", longitude)),
        }
        return self._post(person, {"location": place})

    def picture(self, person: Person, _given: Given) -> dict[str, Any]:
        """Send a picture."""
        photo = Upload("picture.png", "image/png", plain(240, 160, (76, 130, 195)))
        return self._post(person, photo_of(self._world, photo))

    def edit(self, person: Person, given: Given) -> dict[str, Any]:
        """Correct the message `message_id` of one's own to `text`."""
        message = self._world.chats.find(person.id, int(given["message_id"]))
        if message is None or message["from"]["id"] != person.id or "text" not in message:
            raise PhoneError("only a text of one's own can be corrected")
        if person.blocked:
            raise PhoneError("the bot is blocked; unblock it first")
        kept = {name: value for name, value in message.items() if name != "entities"}
        edited = self._world.chats.edit(person.id, {**kept, **_typed(given)})
        update_id = self._world.updates.add(person.id, "edited_message", edited)
        return {"message": edited, "update_id": update_id}

    def _post(self, person: Person, content: dict[str, Any]) -> dict[str, Any]:
        if person.blocked:
            raise PhoneError("the bot is blocked; unblock it first")
        self._world.people.mark(person.id)
        message = self._world.chats.post(person, content, from_bot=False)
        self._world.chats.mark_read(person.id)
        update_id = self._world.updates.add(person.id, "message", message)
        return {"message": message, "update_id": update_id}

    def tap(self, person: Person, given: Given) -> dict[str, Any]:
        """Press the button with `data` under the message `message_id`.

        `stale` presses a button that is no longer there, as a phone that was offline may.
        """
        message_id, data = int(given["message_id"]), str(given["data"])
        message = self._world.chats.find(person.id, message_id)
        if message is None and not given.get("stale"):
            raise PhoneError(f"there is no message {message_id}")
        if not given.get("stale") and data not in _data_of(message or {}):
            raise PhoneError(f"message {message_id} has no button with data {data!r}")
        if person.blocked:
            raise PhoneError("the bot is blocked; unblock it first")
        inaccessible = {"chat": person.chat(), "message_id": message_id, "date": 0}
        query_id = str(uuid.uuid4().int >> 65)
        query = {
            "id": query_id,
            "from": person.user(),
            "message": message or inaccessible,
            "chat_instance": str(person.id * 7919),
            "data": data,
        }
        self._world.books.run(
            "insert into queries (id, person_id, message_id, data, at) values (?, ?, ?, ?, ?)",
            query_id,
            person.id,
            message_id,
            data,
            self._world.clock.timestamp(),
        )
        self._world.chats.mark_read(person.id)
        self._world.events.publish("tap", person=person.id, message_id=message_id, data=data)
        update_id = self._world.updates.add(person.id, "callback_query", query, query_id)
        return {"query_id": query_id, "update_id": update_id}

    def block(self, person: Person, _given: Given) -> dict[str, Any]:
        """Block the bot: it can no longer write."""
        return self._membership(person, blocked=True)

    def unblock(self, person: Person, _given: Given) -> dict[str, Any]:
        """Let the bot write again."""
        return self._membership(person, blocked=False)

    def _membership(self, person: Person, *, blocked: bool) -> dict[str, Any]:
        if person.blocked == blocked:
            return {"update_id": 0}
        self._world.people.mark(person.id, started=True, blocked=blocked)
        states = [
            {"user": self._world.bot, "status": "member"},
            {"user": self._world.bot, "status": "kicked", "until_date": 0},
        ]
        change = {
            "chat": person.chat(),
            "from": person.user(),
            "date": self._world.clock.timestamp(),
            "old_chat_member": states[person.blocked],
            "new_chat_member": states[blocked],
        }
        self._world.events.publish("person", person=person.id)
        return {"update_id": self._world.updates.add(person.id, "my_chat_member", change)}

    def read(self, person: Person, _given: Given) -> dict[str, Any]:
        """Look at the chat: everything in it counts as read."""
        if self._world.chats.unread(person.id):
            self._world.chats.mark_read(person.id)
        return {"unread": 0}


def _typed(given: Given) -> dict[str, Any]:
    """What somebody typed as a Message has it; PhoneError where it is too long or nothing."""
    text = str(given["text"]).strip()
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise PhoneError(f"a message has 1 to {LONGEST_TEXT} characters")
    entities = with_automatic(text, [])
    return {"text": text, **({"entities": entities} if entities else {})}


def _data_of(message: dict[str, Any]) -> set[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button.get("callback_data", "") for row in rows for button in row} - {""}
