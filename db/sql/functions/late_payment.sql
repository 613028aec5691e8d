-- What becomes of a payment that the learner's bank was at when the seat was given up, to the booking's
-- two parties and the service: 'awaited' while it may still arrive, 'late' once it came and went back;
-- null where there was none, or where the bank let it be.
create or replace function app.late_payment(p_booking_id uuid) returns text
language sql
stable
security definer
set search_path = ''
as $$
    select case
               when exists (
                   select from app.booking_events e
                    where e.booking_id = b.id and e.event = 'paid_late'
               ) then 'late'
               when exists (
                   select from app.payment_attempts a
                    where a.booking_id = b.id and a.step = 'checkout' and a.closed_at is null
               ) then 'awaited'
           end
      from public.bookings b
     where b.id = p_booking_id
       and (b.status, b.payment_status) = ('cancelled', 'cancelled')
       and (b.learner_id = app.my_learner_id() or b.expert_id = app.my_expert_id()
            or app.acts_for_all())
       and exists (
               select from app.booking_events e
                where e.booking_id = b.id and e.from_status = 'pending'
                  and e.from_payment = 'processing' and e.to_status = 'cancelled'
           )
$$;
revoke all on function app.late_payment(uuid) from public, anon, authenticated, service_role;
grant execute on function app.late_payment(uuid) to authenticated, service_role;
