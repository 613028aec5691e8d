-- Whether others kept their seats when a booking was ended, by the audit: a count of the seats would
-- say how it is now, and somebody may have booked since. What one transaction ends (it has one `at`),
-- it ends together: see app.cancel_slot. The ids of events about one slot are in the order in which
-- they happened, for each is written under the slot's lock. Internal.
create or replace function app.others_stayed(p_booking public.bookings) returns boolean
language sql stable security definer set search_path = ''
as $$
    select exists (
        select
          from app.booking_events e
          join public.bookings o on o.slot_id = p_booking.slot_id and o.id <> p_booking.id
         where e.booking_id = p_booking.id
           and e.to_status in ('cancelled', 'declined')
           and e.from_status is distinct from e.to_status
           and exists (
               select from app.booking_events f where f.booking_id = o.id and f.id < e.id
           )
           and not exists (
               select from app.booking_events f
                where f.booking_id = o.id
                  and f.to_status in ('cancelled', 'declined')
                  and (f.id < e.id or f.at = e.at)
           )
    )
$$;
revoke all on function app.others_stayed(public.bookings)
    from public, anon, authenticated, service_role;
