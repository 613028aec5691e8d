-- Cancellation policies and reminders: rules as rows.
insert into app.cancellation_policies as p (policy, free_hours, late_share_percent) values
    ('flexible', 12, 50),
    ('moderate', 24, 50),
    ('strict', 72, 50)
on conflict (policy) do update
    set free_hours = excluded.free_hours, late_share_percent = excluded.late_share_percent
    where (p.free_hours, p.late_share_percent)
        is distinct from (excluded.free_hours, excluded.late_share_percent);

insert into app.reminder_offsets as r (kind, before) values
    ('reminder_24h', '24 hours'),
    ('reminder_1h', '1 hour')
on conflict (kind) do update set before = excluded.before
    where r.before is distinct from excluded.before;
