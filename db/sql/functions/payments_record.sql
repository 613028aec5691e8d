-- Write down what Stripe says about a booking's money, and move the booking by p_event (null: it
-- stays where it is). One transaction: the amounts, the state and what people are told agree.
-- p_facts, all optional:
--   intent, authorized, captured, refunded (minor units), capture_before: the PaymentIntent
--   failure: what the bank refused last (a charge's id)
--   receipt: the address of Stripe's receipt; disputes: each with id, amount, reason, status,
--   due_by, opened_at
--   checkout, url, expires_at: the Checkout Session; attempt: which attempt of ours it is
--   close: no payment can come of the Checkout any more
--   keep: written down on the way to a step, whose attempt (and key) must outlive it
-- Whatever else was asked for is done with: Stripe was looked at after it.
-- False where p_holder has lost the lease; then nothing is written. BK007 where the booking has no
-- such event (any more): somebody moved it meanwhile. 42501 for anybody but the bot's service.
create or replace function app.payments_record(
    p_booking_id uuid, p_holder text, p_event text, p_facts jsonb
)
returns boolean
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_close boolean := coalesce((p_facts ->> 'close')::boolean, false);
    v_last bigint;
begin
    perform app.assert_service();
    -- A lease that ran out and that nobody took is still ours: there is nobody else to write it.
    perform from app.settles s
      where s.booking_id = p_booking_id and s.holder = p_holder
        for update;
    if not found then
        return false;
    end if;
    -- Amounts move the totals of both people, who are locked before the booking.
    if p_event is not null or p_facts ? 'intent' then
        perform app.lock_booking(p_booking_id);
    end if;
    select coalesce(max(e.id), 0) into v_last
      from app.ledger_entries e where e.booking_id = p_booking_id;
    if p_facts ? 'intent' then
        perform app.payments_amounts(p_booking_id, p_facts);
    end if;
    if p_facts ? 'disputes' then
        perform app.payments_disputes(p_booking_id, p_facts -> 'disputes');
    end if;
    if p_facts ? 'checkout' then
        perform app.payments_link(p_booking_id, p_facts);
    end if;
    if p_event is not null then
        perform app.transition(p_booking_id, p_event);
    end if;
    if p_facts ->> 'failure' is not null and p_event is null and not v_close then
        perform app.payments_refused(p_booking_id, p_facts ->> 'failure');
    end if;
    -- After what the step itself says.
    perform app.tell_money(p_booking_id, v_last);
    update app.payment_attempts a
       set closed_at = app.now()
     where a.booking_id = p_booking_id
       and a.closed_at is null
       and (a.step <> 'checkout' or v_close)
       and not coalesce((p_facts ->> 'keep')::boolean, false);
    return true;
end;
$$;

revoke all on function app.payments_record(uuid, text, text, jsonb)
from public, anon, authenticated;
grant execute on function app.payments_record(uuid, text, text, jsonb) to service_role;

-- The amounts, equal to Stripe's, and where its receipt is. Internal.
create or replace function app.payments_amounts(p_booking_id uuid, p_facts jsonb)
returns void
language sql volatile security definer set search_path = ''
as $$
    insert into app.receipts as r (booking_id, url)
    select p_booking_id, p_facts ->> 'receipt' where p_facts ->> 'receipt' is not null
        on conflict (booking_id) do update set url = excluded.url where r.url <> excluded.url;
    update public.bookings b
       set stripe_payment_intent_id = f.intent,
           amount_authorized = f.authorized,
           amount_captured = f.captured,
           amount_refunded = f.refunded,
           capture_before = f.capture_before
      from jsonb_to_record(p_facts) as f (
               intent text,
               authorized integer,
               captured integer,
               refunded integer,
               capture_before timestamptz
           )
     where b.id = p_booking_id
       and (b.stripe_payment_intent_id, b.amount_authorized, b.amount_captured,
            b.amount_refunded, b.capture_before)
           is distinct from
           (f.intent, f.authorized, f.captured, f.refunded, f.capture_before)
$$;

revoke all on function app.payments_amounts(uuid, jsonb) from public, anon, authenticated;

-- A Checkout of ours and its link. The first time, the learner's message gets the link. Internal.
create or replace function app.payments_link(p_booking_id uuid, p_facts jsonb)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
    v_expires_at timestamptz := (p_facts ->> 'expires_at')::timestamptz;
begin
    update app.payment_attempts a
       set checkout_session_id = p_facts ->> 'checkout',
           url = p_facts ->> 'url',
           expires_at = v_expires_at
     where a.id = (p_facts ->> 'attempt')::uuid
       and a.booking_id = p_booking_id
       and a.checkout_session_id is null;
    if found then
        perform app.payments_hold_until(p_booking_id, v_expires_at);
        perform app.payments_tell(p_booking_id, 'held');
    end if;
end;
$$;

revoke all on function app.payments_link(uuid, jsonb) from public, anon, authenticated;

-- The bank refused a card in the open Checkout: said once for each refusal. Internal.
create or replace function app.payments_refused(p_booking_id uuid, p_failure text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
begin
    update app.payment_attempts a
       set failure = p_failure
     where a.booking_id = p_booking_id
       and a.step = 'checkout'
       and a.closed_at is null
       and a.failure is distinct from p_failure;
    if found then
        perform app.payments_tell(p_booking_id, 'card_declined');
    end if;
end;
$$;

revoke all on function app.payments_refused(uuid, text) from public, anon, authenticated;

-- Tell the learner how paying goes, in the message that has the pay button; nothing where the seat
-- is not theirs to pay for any more. Internal.
create or replace function app.payments_tell(p_booking_id uuid, p_notice text)
returns void
language sql volatile security definer set search_path = ''
as $$
    select app.notify(b, p_notice, 'learner', 'edit')
      from public.bookings b
     where b.id = p_booking_id and b.status = 'pending' and b.payment_status = 'pending'
$$;

revoke all on function app.payments_tell(uuid, text) from public, anon, authenticated;
