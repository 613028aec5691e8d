-- Keys and indexes that the usual advice on Postgres asks for, and what pruning looks by.

-- A row of the rules is told from another by what it is about; a tool that copies tables wants a key.
alter table app.transitions
    add column number integer generated always as identity primary key;

-- A booking's steps at Stripe, closed ones too: the index of the open ones finds those alone.
create index payment_attempts_booking on app.payment_attempts (booking_id);

-- Times that nobody took, to be forgotten once they have passed.
create index bookable_slots_unbooked on public.bookable_slots (start_time)
    where current_bookings = 0;

-- One function forgot by one age; four with ages of their own take its place.
drop function if exists app.mechanism_prune(interval);

-- It tells more than it did; no function is replaced by one of another shape.
drop function if exists app.booking_card(uuid) cascade;
