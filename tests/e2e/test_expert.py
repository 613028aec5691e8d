"""From /expert to the first booking of a session that was made in the chat, over plain HTTP."""

from __future__ import annotations

import re

from tests.e2e.stage import ADA, ANN, BO, Stage, request, settle_in


async def test_a_new_expert_is_verified_and_booked(stage: Stage) -> None:
    ann, ada, bo = stage.phone(ANN), stage.phone(ADA), stage.phone(BO)
    await settle_in(ada)
    await settle_in(bo)
    await settle_in(ann)

    await ann.send("/expert")
    await ann.wait_for("What do you teach")
    await ann.send("I have kept other people's servers alive for ten years.")
    await ann.wait_for("Which topics?")
    await ann.send("linux, networking")
    await ann.wait_for("What do you take an hour")
    await ann.send("600 kr")
    await ann.wait_for(button="A room for each session")
    await ann.tap("A room for each session")
    await ann.wait_for(button="Send the application")
    await ann.tap("Send the application")
    await ann.wait_for("Thank you.")

    await ann.send("/newsession")
    await ann.wait_for("What is it called?")
    await ann.send("Linux from the inside")
    await ann.wait_for("Describe it")
    await ann.send("Processes, files and sockets, with strace at hand.")
    await ann.wait_for(button="45")
    await ann.tap("45")
    await ann.wait_for(button="450 kr. for 45 min")
    await ann.tap("450 kr. for 45 min")
    await ann.wait_for("Not open")
    await ann.tap("Open it")
    await ann.wait_for("once an admin has verified you")
    await ann.send("/availability daily 9-17")
    preview = await ann.wait_for(button="Save")
    await ann.tap("Save", message=preview)
    await ann.wait_for("Saved")

    await ada.wait_for("Ann wants to offer sessions", anywhere=True)
    await ada.tap("Verify")
    await ada.wait_for("is verified")
    await ann.wait_for("You are verified", anywhere=True)

    await bo.tap(re.compile("English"))
    await bo.wait_for(button="Find a session")
    await request(stage, bo, "Ann", topic="Linux")
    await ann.wait_for("New request from Bo", anywhere=True)
    await ann.tap("Accept")
    await ann.wait_for("450 kr. charged")
    assert await stage.stripe() == (0, 45000, 0)
