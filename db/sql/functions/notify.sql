-- Tell one side of a booking something: a row in the outbox, worded when it is delivered.
-- Nobody without a Telegram account is told, nor one who is acting in the chat this moment.
-- p_more: what else its words need, as ids.
create or replace function app.notify(
    p_booking public.bookings, p_notice text, p_audience text, p_how text,
    p_more jsonb default '{}'
) returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_account app.telegram_accounts;
begin
    select a.* into v_account
      from public.user_profiles p
      join app.telegram_accounts a on a.user_id = p.user_id
     where p.id = case p_audience
                      when 'learner' then p_booking.learner_person
                      else p_booking.expert_person
                  end;
    if not found
        or (current_setting('app.via', true) = 'chat' and v_account.user_id = auth.uid())
    then
        return false;
    end if;
    perform app.outbox_enqueue(
        v_account.telegram_id::text,
        'notice',
        jsonb_build_object(
            'notice', p_notice, 'booking', p_booking.id, 'audience', p_audience, 'how', p_how
        ) || p_more,
        false, null, null
    );
    return true;
end
$$;
revoke all on function app.notify(public.bookings, text, text, text, jsonb)
    from public, anon, authenticated, service_role;

-- Ask for a settle of a booking: whoever does it compares what is with what should be.
create or replace function app.ask_settle(p_booking_id uuid) returns void
language sql
volatile
security definer
set search_path = ''
as $$
    select app.outbox_enqueue(
        p_booking_id::text, 'settle', jsonb_build_object('booking', p_booking_id),
        false, null, null
    )
$$;
revoke all on function app.ask_settle(uuid) from public, anon, authenticated, service_role;
