-- The first revision: every table of the platform (schema public) and of the bot (schema app).
-- Frozen: later changes are revisions of their own.

-- Reference tables ------------------------------------------------------------------------------

-- Exact zone names; `at time zone` alone would accept 'Mars+3'. Filled by migrate.
create table app.zones (
    name text primary key
);

-- One row: how far the domain's time runs ahead of the real one (0 but in the sandbox and tests).
create table app.clock (
    one boolean primary key default true check (one),
    "offset" interval not null default '0'
);
insert into app.clock default values;

-- Free to cancel until `free_hours` before the start; after that `late_share_percent` comes back.
create table app.cancellation_policies (
    policy text primary key,
    free_hours integer not null check (free_hours >= 0),
    late_share_percent integer not null check (late_share_percent between 0 and 100)
);

-- Which reminders a confirmed booking gets, on both sides.
create table app.reminder_offsets (
    kind text primary key,
    before interval not null check (before > interval '0')
);

-- A booking's life, once. Filled by migrate from db/sql/data.
create table app.transitions (
    event text not null,
    actor text not null check (actor in ('learner', 'expert', 'system')),
    free boolean,
    from_status text,
    from_payment text,
    to_status text not null,
    to_payment text not null,
    frees_seat boolean not null,
    asks_settle boolean not null,
    learner_notice text,
    learner_how text check (learner_how in ('new', 'edit')),
    expert_notice text,
    expert_how text check (expert_how in ('new', 'edit')),
    unique nulls not distinct (event, free, from_status, from_payment)
);

-- The platform ----------------------------------------------------------------------------------

create table public.user_profiles (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null unique references auth.users (id) on delete cascade,
    role text not null default 'learner'
        constraint user_profiles_role_known check (role in ('learner', 'expert', 'admin')),
    display_name text,
    first_name text,
    last_name text,
    avatar_url text,
    timezone text constraint user_profiles_zone_known references app.zones (name),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table public.expert_profiles (
    id uuid primary key default gen_random_uuid(),
    user_profile_id uuid not null unique references public.user_profiles (id) on delete cascade,
    bio text,
    expertise_areas text[] not null default '{}',
    hourly_rate_cents integer
        constraint expert_profiles_rate_not_negative check (hourly_rate_cents >= 0),
    currency text not null default 'DKK'
        constraint expert_profiles_currency_known check (currency in ('DKK', 'USD', 'EUR')),
    rating decimal constraint expert_profiles_rating_range check (rating between 0 and 5),
    total_sessions integer not null default 0
        constraint expert_profiles_sessions_not_negative check (total_sessions >= 0),
    total_earnings_cents integer not null default 0
        constraint expert_profiles_earnings_not_negative check (total_earnings_cents >= 0),
    is_available boolean not null default true,
    verification_status text not null default 'pending'
        constraint expert_profiles_verification_known
            check (verification_status in ('pending', 'verified', 'rejected')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- The expert's rules, beyond the platform's columns.
    buffer_minutes integer not null default 0
        constraint expert_profiles_buffer_range check (buffer_minutes between 0 and 240),
    minimum_notice_minutes integer not null default 120
        constraint expert_profiles_notice_range check (minimum_notice_minutes between 0 and 43200),
    horizon_days integer not null default 28
        constraint expert_profiles_horizon_range check (horizon_days between 1 and 180),
    instant_booking boolean not null default false,
    cancellation_policy text not null default 'moderate'
        constraint expert_profiles_policy_known references app.cancellation_policies (policy),
    meeting_url text,
    -- Targets of foreign keys that carry a fact along.
    unique (id, currency),
    unique (id, user_profile_id)
);

create table public.learner_profiles (
    id uuid primary key default gen_random_uuid(),
    user_profile_id uuid not null unique references public.user_profiles (id) on delete cascade,
    learning_goals text[] not null default '{}',
    interests text[] not null default '{}',
    experience_level text
        constraint learner_profiles_level_known
            check (experience_level in ('BEGINNER', 'INTERMEDIATE', 'ADVANCED')),
    preferred_session_duration integer
        constraint learner_profiles_duration_positive check (preferred_session_duration > 0),
    total_sessions_booked integer not null default 0
        constraint learner_profiles_sessions_not_negative check (total_sessions_booked >= 0),
    total_spent_cents integer not null default 0
        constraint learner_profiles_spent_not_negative check (total_spent_cents >= 0),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (id, user_profile_id)
);

create table public.sessions (
    id uuid primary key default gen_random_uuid(),
    expert_id uuid not null references public.expert_profiles (id) on delete cascade,
    title text not null
        constraint sessions_title_length check (char_length(btrim(title)) between 1 and 200),
    description text,
    short_description text
        constraint sessions_short_description_length check (char_length(short_description) <= 500),
    topic_tags text[] not null default '{}',
    duration_minutes integer not null
        constraint sessions_duration_quarters
            check (duration_minutes between 15 and 720 and duration_minutes % 15 = 0),
    price_cents integer not null
        constraint sessions_price_not_negative check (price_cents >= 0),
    currency text not null
        constraint sessions_currency_known check (currency in ('DKK', 'USD', 'EUR')),
    level text
        constraint sessions_level_known check (level in ('BEGINNER', 'INTERMEDIATE', 'ADVANCED')),
    prerequisites text,
    materials_url text,
    max_participants integer not null default 1
        constraint sessions_participants_range check (max_participants between 1 and 1000),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- Stripe refuses smaller charges; a price of 0 never meets Stripe.
    constraint sessions_price_minimum
        check (price_cents <= 0 or price_cents >= case currency when 'DKK' then 250 else 50 end),
    constraint sessions_currency_is_experts
        foreign key (expert_id, currency) references public.expert_profiles (id, currency),
    unique (id, expert_id)
);

create table public.availability_windows (
    id uuid primary key default gen_random_uuid(),
    expert_id uuid not null references public.expert_profiles (id) on delete cascade,
    -- 0 is Sunday.
    day_of_week integer not null
        constraint availability_windows_day_known check (day_of_week between 0 and 6),
    start_time time not null,
    -- 24:00 is midnight at the end of the day.
    end_time time not null,
    timezone text not null constraint availability_windows_zone_known references app.zones (name),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint availability_windows_ends_after_start check (end_time > start_time)
);

create table public.bookable_slots (
    id uuid primary key default gen_random_uuid(),
    session_id uuid not null,
    availability_window_id uuid references public.availability_windows (id) on delete set null,
    start_time timestamptz not null,
    end_time timestamptz not null,
    -- Written by the trigger app.slots_fill alone; see there.
    is_available boolean not null default true,
    current_bookings integer not null default 0
        constraint bookable_slots_bookings_not_negative check (current_bookings >= 0),
    max_bookings integer not null
        constraint bookable_slots_max_positive check (max_bookings >= 1),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    expert_id uuid not null,
    -- [start, end + the expert's buffer)
    busy tstzrange not null,
    -- Why nobody may book it although there is room: its window went away, or a person closed it.
    closed text constraint bookable_slots_closed_known check (closed in ('window', 'person')),
    -- The unguessable part of the meeting room's address, one for all who share the slot.
    room text not null default replace(gen_random_uuid()::text, '-', ''),
    constraint bookable_slots_ends_after_start check (end_time > start_time),
    constraint bookable_slots_length check (end_time <= start_time + interval '1 day'),
    constraint bookable_slots_seats check (current_bookings <= max_bookings),
    constraint bookable_slots_session_start unique (session_id, start_time),
    constraint bookable_slots_session_is_experts foreign key (session_id, expert_id)
        references public.sessions (id, expert_id) on delete cascade,
    -- The guard: two booked slots of one expert never overlap.
    constraint bookable_slots_no_overlap exclude using gist (
        app.uuidrange(expert_id, expert_id, '[]') with &&, busy with &&
    ) where (current_bookings > 0),
    unique (id, session_id)
);

create table public.bookings (
    id uuid primary key default gen_random_uuid(),
    learner_id uuid not null,
    expert_id uuid not null,
    session_id uuid not null,
    slot_id uuid not null,
    start_at timestamptz not null,
    end_at timestamptz not null,
    status text not null default 'pending'
        constraint bookings_status_known
            check (status in ('pending', 'confirmed', 'completed', 'cancelled', 'declined')),
    payment_status text not null default 'pending'
        constraint bookings_payment_status_known
            check (payment_status in ('pending', 'processing', 'authorized', 'captured', 'failed',
                                      'cancelled', 'refunded')),
    -- What Stripe says of the money, 0 until it does.
    amount_authorized integer not null default 0
        constraint bookings_authorized_not_negative check (amount_authorized >= 0),
    amount_captured integer not null default 0
        constraint bookings_captured_not_negative check (amount_captured >= 0),
    amount_refunded integer not null default 0
        constraint bookings_refunded_not_negative check (amount_refunded >= 0),
    currency text not null
        constraint bookings_currency_known check (currency in ('DKK', 'USD', 'EUR')),
    stripe_payment_intent_id text,
    learner_notes text,
    expert_notes text,
    cancelled_by text
        constraint bookings_cancelled_by_known
            check (cancelled_by in ('learner', 'expert', 'system')),
    cancellation_reason text,
    cancelled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    -- What is to be paid and by which rules, fixed when the seat is taken.
    price_cents integer not null
        constraint bookings_price_not_negative check (price_cents >= 0),
    cancellation_policy text not null
        constraint bookings_policy_known references app.cancellation_policies (policy),
    refund_due integer
        constraint bookings_refund_due_range check (refund_due between 0 and price_cents),
    hold_expires_at timestamptz,
    respond_by timestamptz,
    -- Until when the card's hold can be captured, as Stripe says.
    capture_before timestamptz,
    -- The expert's own link, copied when the booking is confirmed; null: a room made for the slot.
    meeting_url text,
    confirmed_at timestamptz,
    completed_at timestamptz,
    -- The two people, carried along by foreign keys so that a check can compare them.
    learner_person uuid not null,
    expert_person uuid not null,
    constraint bookings_ends_after_start check (end_at > start_at),
    constraint bookings_refunded_of_captured check (amount_refunded <= amount_captured),
    constraint bookings_not_oneself check (learner_person <> expert_person),
    constraint bookings_learner_known foreign key (learner_id, learner_person)
        references public.learner_profiles (id, user_profile_id),
    constraint bookings_expert_known foreign key (expert_id, expert_person)
        references public.expert_profiles (id, user_profile_id),
    constraint bookings_session_is_experts foreign key (session_id, expert_id)
        references public.sessions (id, expert_id),
    constraint bookings_slot_is_sessions foreign key (slot_id, session_id)
        references public.bookable_slots (id, session_id),
    -- Nobody learns in two places at once.
    constraint bookings_learner_in_one_place exclude using gist (
        app.uuidrange(learner_id, learner_id, '[]') with &&,
        tstzrange(start_at, end_at) with &&
    ) where (status in ('pending', 'confirmed'))
);

create index idx_bookings_learner_id on public.bookings (learner_id);
create index idx_bookings_expert_id on public.bookings (expert_id);
create index idx_bookings_session_id on public.bookings (session_id);
create index idx_bookings_slot_id on public.bookings (slot_id);
create index idx_bookings_status on public.bookings (status);
create index idx_bookings_payment_status on public.bookings (payment_status);
create index idx_bookable_slots_available on public.bookable_slots (is_available)
    where is_available = true;
create index idx_bookable_slots_time_range on public.bookable_slots (start_time, end_time);
create index idx_sessions_expert_id on public.sessions (expert_id);
create index idx_sessions_active on public.sessions (is_active) where is_active = true;
create index idx_sessions_topic_tags on public.sessions using gin (topic_tags);

-- Ours beside the platform's: siblings of a slot, an expert's windows, and what falls due.
create index bookable_slots_expert_start on public.bookable_slots (expert_id, start_time);
create index bookable_slots_window on public.bookable_slots (availability_window_id);
create index bookable_slots_free on public.bookable_slots (session_id, start_time)
    where is_available;
create index sessions_untagged on public.sessions (expert_id) where topic_tags = '{}';
create index availability_windows_expert on public.availability_windows (expert_id);
create index bookings_open_holds on public.bookings (hold_expires_at)
    where status = 'pending' and payment_status = 'pending';
create index bookings_open_requests on public.bookings (respond_by)
    where status = 'pending' and payment_status = 'authorized';
create index bookings_to_complete on public.bookings (end_at)
    where status = 'confirmed' and payment_status = 'captured';
create unique index bookings_payment_intent on public.bookings (stripe_payment_intent_id);

-- The bot ---------------------------------------------------------------------------------------

create table app.telegram_accounts (
    telegram_id bigint primary key,
    user_id uuid not null unique references auth.users (id) on delete cascade,
    username text,
    first_name text,
    language text constraint telegram_accounts_language_known check (language in ('en', 'da')),
    blocked_at timestamptz,
    created_at timestamptz not null default now()
);

-- What arrived, raw; a lane is one person's updates in order.
create table app.telegram_updates (
    update_id bigint primary key,
    telegram_id bigint not null,
    payload jsonb not null,
    received_at timestamptz not null default clock_timestamp(),
    handled_at timestamptz,
    attempts integer not null default 0,
    not_before timestamptz,
    last_error text,
    dead_at timestamptz
);
create index telegram_updates_open on app.telegram_updates (telegram_id, update_id)
    where handled_at is null and dead_at is null;

create table app.stripe_events (
    event_id text primary key,
    type text not null,
    payload jsonb not null,
    received_at timestamptz not null default clock_timestamp(),
    handled_at timestamptz,
    attempts integer not null default 0,
    last_error text
);
create index stripe_events_open on app.stripe_events (received_at) where handled_at is null;

-- What is due to be said or done outside; `lane` is a chat, or a booking for settles.
create table app.outbox (
    id bigint generated always as identity primary key,
    lane text not null,
    kind text not null constraint outbox_kind_known check (kind in ('call', 'notice', 'settle')),
    payload jsonb not null,
    urgent boolean not null default false,
    created_at timestamptz not null default clock_timestamp(),
    not_before timestamptz,
    claimed_until timestamptz,
    claimed_by text,
    attempts integer not null default 0,
    last_error text,
    sent_at timestamptz,
    dead_at timestamptz,
    result jsonb
);
create index outbox_open on app.outbox (lane, id) where sent_at is null and dead_at is null;
-- The sender takes the oldest heads first, however much was sent before.
create index outbox_open_in_order on app.outbox (id) where sent_at is null and dead_at is null;

create table app.conversations (
    telegram_id bigint not null,
    name text not null,
    state text,
    data jsonb not null default '{}',
    updated_at timestamptz not null default clock_timestamp(),
    primary key (telegram_id, name)
);

-- The one living message about a booking in each chat.
create table app.cards (
    booking_id uuid not null references public.bookings (id) on delete cascade,
    telegram_id bigint not null,
    message_id bigint not null,
    primary key (booking_id, telegram_id)
);

create table app.reminders (
    booking_id uuid not null references public.bookings (id) on delete cascade,
    kind text not null references app.reminder_offsets (kind),
    audience text not null
        constraint reminders_audience_known check (audience in ('learner', 'expert')),
    due_at timestamptz not null,
    sent_at timestamptz,
    primary key (booking_id, kind, audience)
);
create index reminders_open on app.reminders (due_at) where sent_at is null;

-- What we asked, or are about to ask, of Stripe: written before it is asked, with the key that makes
-- asking twice the same as asking once. Closed when what Stripe then holds has been written down.
create table app.payment_attempts (
    id uuid primary key default gen_random_uuid(),
    booking_id uuid not null references public.bookings (id) on delete cascade,
    step text not null default 'checkout' constraint payment_attempts_step_known
        check (step in ('checkout', 'expire', 'capture', 'void', 'refund')),
    checkout_session_id text unique,
    url text,
    parameters jsonb not null,
    idempotency_key text not null unique,
    -- Of a Checkout: until when it can be paid.
    expires_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    closed_at timestamptz,
    -- Of a Checkout: the charge that the bank refused last, so that each is told once.
    failure text,
    constraint payment_attempts_checkout_expires
        check (step <> 'checkout' or expires_at is not null)
);
create unique index payment_attempts_one_open on app.payment_attempts (booking_id, step)
    where closed_at is null;
create index payment_attempts_open on app.payment_attempts (expires_at)
    where closed_at is null and step = 'checkout';

-- Who is settling a booking right now.
create table app.settles (
    booking_id uuid primary key references public.bookings (id) on delete cascade,
    holder text not null,
    until timestamptz not null
);

-- Who moved what from which state to which; never changed, see app.booking_events_guard.
create table app.booking_events (
    id bigint generated always as identity primary key,
    booking_id uuid not null references public.bookings (id),
    event text,
    actor text not null,
    actor_user_id uuid,
    from_status text,
    from_payment text,
    to_status text not null,
    to_payment text not null,
    reason text,
    at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp()
);
create index booking_events_booking on app.booking_events (booking_id, id);

create table app.leases (
    name text primary key,
    holder text not null,
    until timestamptz not null
);

-- When an expert's slots are to be generated next; a change of what they offer makes it due.
create table app.slot_work (
    expert_id uuid primary key references public.expert_profiles (id) on delete cascade,
    due_at timestamptz not null
);
create index slot_work_due on app.slot_work (due_at);
