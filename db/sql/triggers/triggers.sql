-- Every trigger, in one place: which function fills, guards or follows which table.
create or replace trigger touch before update on public.user_profiles
    for each row execute function app.touch();
create or replace trigger touch before update on public.expert_profiles
    for each row execute function app.touch();
create or replace trigger touch before update on public.learner_profiles
    for each row execute function app.touch();
create or replace trigger touch before update on public.sessions
    for each row execute function app.touch();
create or replace trigger touch before update on public.availability_windows
    for each row execute function app.touch();
create or replace trigger touch before update on public.bookable_slots
    for each row execute function app.touch();
create or replace trigger touch before update on public.bookings
    for each row execute function app.touch();

create or replace trigger tidy before insert or update of expertise_areas on public.expert_profiles
    for each row execute function app.experts_tidy();
create or replace trigger tidy
    before insert or update of interests, learning_goals on public.learner_profiles
    for each row execute function app.learners_tidy();
create or replace trigger fill before insert or update of topic_tags, currency on public.sessions
    for each row execute function app.sessions_fill();
create or replace trigger fill before insert or update of timezone on public.availability_windows
    for each row execute function app.windows_fill();

create or replace trigger few before insert on public.sessions
    for each row execute function app.sessions_few();
create or replace trigger few before insert on public.availability_windows
    for each row when (current_user = 'authenticated') execute function app.windows_few();

create or replace trigger fill before insert or update on public.bookable_slots
    for each row execute function app.slots_fill();
create or replace trigger siblings_of_new after insert on public.bookable_slots
    for each row when (new.current_bookings > 0) execute function app.slots_siblings();
create or replace trigger siblings_of_changed after update on public.bookable_slots
    for each row when ((old.current_bookings > 0) <> (new.current_bookings > 0))
    execute function app.slots_siblings();

create or replace trigger fill before insert on public.bookings
    for each row execute function app.bookings_fill();
create or replace trigger move before update on public.bookings
    for each row
    when ((old.status, old.payment_status) is distinct from (new.status, new.payment_status))
    execute function app.bookings_move();
create or replace trigger follow_new after insert on public.bookings
    for each row execute function app.bookings_follow();
create or replace trigger follow_changed after update on public.bookings
    for each row
    when ((old.status, old.payment_status, old.slot_id)
          is distinct from (new.status, new.payment_status, new.slot_id))
    execute function app.bookings_follow();
create or replace trigger money_new after insert on public.bookings
    for each row when (new.amount_captured > 0) execute function app.bookings_money();
create or replace trigger money_moved after update on public.bookings
    for each row
    when ((old.amount_captured, old.amount_refunded)
          is distinct from (new.amount_captured, new.amount_refunded))
    execute function app.bookings_money();
create or replace trigger gone after delete on public.bookings
    for each row execute function app.bookings_gone();

create or replace trigger guard before update or delete on app.booking_events
    for each row execute function app.booking_events_guard();
create or replace trigger guard_all before truncate on app.booking_events
    for each statement execute function app.booking_events_guard();

create or replace trigger guard before update or delete on app.ledger_entries
    for each row execute function app.ledger_guard();
create or replace trigger guard_all before truncate on app.ledger_entries
    for each statement execute function app.ledger_guard();

-- Applications and their answers, and who is an admin, are told however they were written.
create or replace trigger follow_new after insert on public.expert_profiles
    for each row execute function app.experts_follow();
create or replace trigger follow_changed after update on public.expert_profiles
    for each row when (old.verification_status <> new.verification_status)
    execute function app.experts_follow();
create or replace trigger follow_role after update on public.user_profiles
    for each row when ((old.role = 'admin') <> (new.role = 'admin'))
    execute function app.roles_follow();

-- What an expert offers has changed: their slots are generated again.
create or replace trigger ask_slots after insert on public.expert_profiles
    for each row execute function app.ask_slots_of_expert();
create or replace trigger ask_slots_rules after update on public.expert_profiles
    for each row
    when ((old.horizon_days, old.buffer_minutes)
          is distinct from (new.horizon_days, new.buffer_minutes))
    execute function app.ask_slots_of_expert();
create or replace trigger ask_slots after insert or delete on public.sessions
    for each row execute function app.ask_slots();
create or replace trigger ask_slots_changed after update on public.sessions
    for each row
    when ((old.duration_minutes, old.max_participants, old.is_active)
          is distinct from (new.duration_minutes, new.max_participants, new.is_active))
    execute function app.ask_slots();
create or replace trigger ask_slots after insert or delete on public.availability_windows
    for each row execute function app.ask_slots();
create or replace trigger ask_slots_changed after update on public.availability_windows
    for each row
    when ((old.day_of_week, old.start_time, old.end_time, old.timezone, old.is_active)
          is distinct from
          (new.day_of_week, new.start_time, new.end_time, new.timezone, new.is_active))
    execute function app.ask_slots();
create or replace trigger leave before delete on public.availability_windows
    for each row execute function app.windows_leave();
