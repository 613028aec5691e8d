-- A booking with all that goes with it, for those who may read it: the reader's own rights count.
-- Names of the other side come from functions that check that the two share a booking.
create view public.booking_details with (security_invoker = true) as
select b.id, b.learner_id, b.expert_id, b.session_id, b.slot_id, b.start_at, b.end_at,
       b.status, b.payment_status, b.amount_authorized, b.amount_captured, b.amount_refunded,
       b.currency, b.stripe_payment_intent_id, b.learner_notes, b.expert_notes,
       b.cancelled_by, b.cancellation_reason, b.cancelled_at, b.created_at, b.updated_at,
       s.title as session_title,
       s.description as session_description,
       s.duration_minutes,
       e.name as expert_name,
       e.bio as expert_bio,
       l.name as learner_name,
       sl.start_time as slot_start_time,
       sl.end_time as slot_end_time,
       b.price_cents, b.refund_due, b.respond_by, b.hold_expires_at, b.meeting_url,
       b.confirmed_at, b.completed_at
  from public.bookings b
  left join public.sessions s on s.id = b.session_id
  left join public.bookable_slots sl on sl.id = b.slot_id
  left join lateral app.expert_public(b.expert_id) e on true
  left join lateral app.learner_public(b.learner_id) l on true;
revoke all on public.booking_details from public, anon, authenticated, service_role;
grant select on public.booking_details to authenticated, service_role;
