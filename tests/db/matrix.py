"""Who may do what in the database, as one page; test_rls_matrix.py tries every word of it.

People are signed in on the web or in the chat: a learner and an expert who have a booking with each
other, two others who have one as well, an admin. `service` is the key of the web's own back end,
`bot` the bot's login, which functions know by its mark.
"""

from __future__ import annotations

import re

TABLES = """
                       anon  learner  learner2  expert  expert2  admin  service  bot
public
availability_windows   ----  o-Oo     o-Oo      oOOo    oOOo     o-Oo   aaaa     aaaa
bookable_slots         ----  v---     v---      v---    v---     v---   aaaa     aaaa
booking_details        ----  o---     o---      o---    o---     o---   a---     a---
bookings               ----  o---     o---      o---    o---     o---   aaaa     aaaa
expert_profiles        ----  oOO-     oOO-      oOO-    oOO-     oOO-   aaaa     aaaa
learner_profiles       ----  oOO-     oOO-      oOO-    oOO-     oOO-   aaaa     aaaa
sessions               ----  v-Oo     v-Oo      vOOo    vOOo     v-Oo   aaaa     aaaa
user_profiles          ----  oOO-     oOO-      oOO-    oOO-     oOO-   aaaa     aaaa
app
admins                 ----  ----     ----      ----    ----     ----   a---     a---
alembic_version        ----  ----     ----      ----    ----     ----   ----     ----
booking_events         ----  ----     ----      ----    ----     ----   a---     a---
booking_fees           ----  ----     ----      ----    ----     ----   a---     a---
cancellation_policies  ----  a---     a---      a---    a---     a---   a---     a---
cards                  ----  ----     ----      ----    ----     ----   a---     a---
clock                  ----  ----     ----      ----    ----     ----   a---     a---
conversations          ----  ----     ----      ----    ----     ----   a---     a---
disputes               ----  ----     ----      ----    ----     ----   a---     a---
leases                 ----  ----     ----      ----    ----     ----   a---     a---
ledger_entries         ----  ----     ----      ----    ----     ----   a---     a---
link_tokens            ----  ----     ----      ----    ----     ----   a---     a---
outbox                 ----  ----     ----      ----    ----     ----   a---     a---
payment_attempts       ----  ----     ----      ----    ----     ----   a---     a---
platform               ----  ----     ----      ----    ----     ----   a---     a---
receipts               ----  ----     ----      ----    ----     ----   a---     a---
refund_quotes          ----  ----     ----      ----    ----     ----   a---     a---
reminder_offsets       ----  ----     ----      ----    ----     ----   a---     a---
reminders              ----  ----     ----      ----    ----     ----   a---     a---
rooms                  ----  ----     ----      ----    ----     ----   a---     a---
settles                ----  ----     ----      ----    ----     ----   a---     a---
slot_work              ----  ----     ----      ----    ----     ----   a---     a---
stripe_events          ----  ----     ----      ----    ----     ----   a---     a---
telegram_accounts      ----  ----     ----      ----    ----     ----   a---     a---
telegram_updates       ----  ----     ----      ----    ----     ----   a---     a---
transitions            ----  ----     ----      ----    ----     ----   a---     a---
workers                ----  ----     ----      ----    ----     ----   a---     a---
zones                  ----  a---     a---      a---    a---     a---   a---     a---
"""
"""A letter each for select, insert, update and delete:
- refused   o one's own rows   v one's own and what is open to all or booked   a every row
A capital: not every column of them. Who has no expert profile has no rows of an expert's."""

WRITTEN = """
user_profiles         user_id! display_name first_name last_name avatar_url timezone
expert_profiles       user_profile_id! bio expertise_areas hourly_rate_cents currency is_available
                      buffer_minutes minimum_notice_minutes horizon_days instant_booking
                      cancellation_policy meeting_url
learner_profiles      user_profile_id! learning_goals interests experience_level
                      preferred_session_duration
sessions              expert_id! title description short_description topic_tags duration_minutes
                      price_cents currency level prerequisites materials_url max_participants
                      is_active
availability_windows  expert_id! day_of_week start_time end_time timezone is_active
"""
"""What people write of their own rows; with ! once, when the row is made."""

FUNCTIONS = """
                            anon learner learner2 expert expert2 admin service bot
public
create_booking_with_payment -    y       -        -      -       -     y       y
create_session              -    -       -        y      -       -     y       y
app
accept_booking              -    b       b        y      b       b     -       -
alternatives                -    y       n        n      n       n     y       y
application                 -    -       -        -      -       y     y       y
applications                -    -       -        -      -       y     y       y
apply_as_expert             -    y       y        b      b       y     -       -
bookable_from               -    y       y        y      y       y     -       -
booking_card                -    y       n        y      n       n     y       y
bookings_to_come            -    -       -        -      -       y     y       y
browse_expert               -    y       y        y      y       y     y       y
browse_sessions             -    y       y        y      y       y     y       y
browse_topics               -    y       y        y      y       y     y       y
cancel_booking              -    y       b        y      b       b     -       -
cancel_slot                 -    b       b        y      b       b     -       -
change_expert               -    b       b        y      y       b     -       -
change_session              -    b       b        y      b       b     -       -
create_link_token           -    y       y        y      y       y     -       -
currency_stays              -    y       n        y      n       n     y       y
decline_booking             -    b       b        y      b       b     -       -
earnings                    -    n       n        y      y       n     -       -
earnings_unsure             -    n       n        y      y       n     -       -
elsewhere_is_news           -    -       -        -      -       -     n       n
expert_is_open              -    y       y        y      y       y     -       -
expert_public               -    y       y        y      y       y     y       y
free_days                   -    y       y        y      y       y     y       y
free_slots                  -    y       y        y      y       y     y       y
free_times                  -    y       y        y      y       y     y       y
have_booked_session         -    y       n        n      n       n     -       -
have_booked_slot            -    y       n        n      n       n     -       -
late_payment                -    n       n        n      n       n     n       n
learner_public              -    y       n        y      n       n     y       y
least_charge                -    y       y        y      y       y     y       y
my_expert_id                -    n       n        y      y       n     n       n
my_learner_id               -    y       y        y      y       y     n       n
my_profile_id               -    y       y        y      y       y     n       n
now                         y    y       y        y      y       y     y       y
offer_again                 -    b       b        n      b       b     -       -
owed                        -    -       -        -      -       -     n       n
owing                       -    -       -        -      -       -     n       n
paid_elsewhere              -    -       -        -      -       b     b       b
payable_elsewhere           -    -       -        -      -       -     n       n
preview_availability        -    b       b        y      y       b     -       -
quote_refund                -    y       n        n      n       n     -       -
refund_booking              -    -       -        -      -       y     y       y
refund_quote                -    y       n        y      n       n     y       y
refundable                  -    -       -        -      -       -     n       n
reject_expert               -    -       -        -      -       b     b       b
session_card                -    y       y        y      y       y     y       y
session_is_open             -    y       y        y      y       y     -       -
set_availability            -    b       b        y      y       b     -       -
set_language                -    y       y        y      y       y     -       -
set_zone                    -    y       y        y      y       y     -       -
slot_answer                 -    y       y        y      y       y     y       y
slot_summary                -    y       y        y      y       y     y       y
uncovered_bookings          -    b       b        y      y       b     -       -
unlink_telegram             -    n       n        n      n       n     -       -
verified_experts            -    -       -        -      -       y     y       y
verify_expert               -    -       -        -      -       n     n       n
withdraw_verification       -    -       -        -      -       y     y       y
write_notes                 -    y       b        y      b       b     -       -
"""
"""What a function says that is called about the learner's booking, the expert's session, and so on:
- refused   y does or tells something   n does and tells nothing   b says why not, with a BK code"""

FOR_THE_BOT = """
addressee claim_due_reminders due_bookings inbox_claim inbox_failed inbox_finish inbox_lanes
inbox_store language_of lease_release lease_take link_offer link_redeem mechanism_idle move_clock
next_due operate_letter operate_settle outbox_claim outbox_close outbox_keep outbox_release
payments_ask_open payments_ask_refunded payments_books payments_case payments_charged payments_event
payments_open payments_order payments_record payments_release payments_retry_events payments_take
prune_audit prune_chats prune_handled prune_slots queue_depths schema_revision set_admins
set_platform_fee top_up_slots transition worker_beat worker_leave
"""
"""Called by the bot's login alone; the web's key is refused as well."""

FOR_NOBODY = """
acts_for_all add_totals answer_due application_answered application_messages apply_transition
ask_settle ask_slots ask_slots_of_expert assert_person assert_service bank_decides
booking_events_guard bookings_fill bookings_follow bookings_gone bookings_money bookings_move
bookings_stamp change_totals changed_expert changed_rules changed_session check_few check_slot
count_seats dispute_lost elsewhere_of ensure_account event_has_been event_of experts_follow
experts_tidy fee_of goes_first inbox_room is_admin is_bot is_more keep_card keep_conversation
keep_terms learners_tidy ledger_guard link_forget link_hash link_profiles link_state lock_booking
lost_of make_slots merge_windows most move_currency my_side name_of need_admin need_age
need_expert need_reason note_membership notify others_stayed outbox_enqueue outbox_heads
outbox_lease outside_windows payments_amounts payments_apply_event payments_disputes
payments_hold_until payments_link payments_refused payments_tell payments_work_event
plan_reminders read_address read_boolean read_integer read_topics read_windows read_zone
redraw_card redraw_card_as refund_meant refund_now refund_of refuse retire_call roles_follow
session_facts sessions_few sessions_fill shorten shut_time slots_at slots_fill slots_of_window
slots_siblings slots_wanted take_tokens tell tell_admins tell_flooding tell_money tell_stuck
tell_waiting tidy_tags told_of_late_payment topics_of touch uncovered update_sender wall_time
who_else_asks who_else_comes windows_few windows_fill windows_leave worker_free
"""
"""Called by triggers and by other functions alone."""


def read(page: str) -> dict[str, dict[str, str]]:
    """The rows of a table above by their names (a schema stands above its own), by column."""
    head, *lines = page.strip("\n").splitlines()
    roles, rows, schema = head.split(), {}, ""
    for line in lines:
        name, *cells = line.split()
        if not cells:
            schema = "" if name == "public" else f"{name}."
        else:
            rows[schema + name] = dict(zip(roles, cells, strict=True))
    return rows


def words(page: str) -> dict[str, list[str]]:
    """The lists above, by the name that each begins with; a line that begins with none goes on."""
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\n +", " ", page.strip("\n")).splitlines():
        name, *rest = line.split()
        found[name] = rest
    return found
