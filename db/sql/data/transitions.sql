-- A booking's life, once: who may move which booking (status/payment) where, and what follows.
-- `free` narrows a row to prices of 0 (true) or above (false); null means either.
-- Notices say what others hear: 'new' is a message of its own, 'edit' redraws the booking's card.
-- A person who acts in the chat gets no notice of their own act.
delete from app.transitions;
insert into app.transitions (
    event, actor, free, from_status, from_payment, to_status, to_payment, frees_seat, asks_settle,
    learner_notice, learner_how, expert_notice, expert_how
) values
    -- The seat is taken; settle makes the Checkout and the learner's card gets its link.
    ('hold', 'learner', false, null, null, 'pending', 'pending', false, true,
        null, null, null, null),
    -- Nothing to pay: the expert is asked at once.
    ('hold', 'learner', true, null, null, 'pending', 'authorized', false, false,
        'authorized', 'new', 'request', 'new'),
    -- The bank takes its time: the pay button would offer what is under way.
    ('process', 'system', null, 'pending', 'pending', 'pending', 'processing', false, false,
        'changed', 'edit', null, null),
    ('authorize', 'system', null, 'pending', 'pending', 'pending', 'authorized', false, false,
        'authorized', 'new', 'request', 'new'),
    ('authorize', 'system', null, 'pending', 'processing', 'pending', 'authorized', false, false,
        'authorized', 'new', 'request', 'new'),
    ('pay_fail', 'system', null, 'pending', 'pending', 'cancelled', 'failed', true, true,
        'payment_failed', 'new', null, null),
    ('pay_fail', 'system', null, 'pending', 'processing', 'cancelled', 'failed', true, true,
        'payment_failed', 'new', null, null),
    -- The card's hold ended before the expert answered.
    ('pay_fail', 'system', null, 'pending', 'authorized', 'cancelled', 'failed', true, true,
        'payment_failed', 'new', 'request_withdrawn', 'new'),
    ('let_go', 'learner', null, 'pending', 'pending', 'cancelled', 'cancelled', true, true,
        null, null, null, null),
    ('let_go', 'learner', null, 'pending', 'processing', 'cancelled', 'cancelled', true, true,
        null, null, null, null),
    ('expire', 'system', null, 'pending', 'pending', 'cancelled', 'cancelled', true, true,
        'hold_ran_out', 'new', null, null),
    ('expire', 'system', null, 'pending', 'processing', 'cancelled', 'cancelled', true, true,
        'hold_ran_out', 'new', null, null),
    -- Paid in the last second: the authorization is voided, and the learner told why.
    ('paid_late', 'system', null, 'cancelled', 'cancelled', 'cancelled', 'cancelled', false, false,
        'paid_too_late', 'new', null, null),
    ('paid_late', 'system', null, 'cancelled', 'failed', 'cancelled', 'failed', false, false,
        'paid_too_late', 'new', null, null),
    ('withdraw', 'learner', false, 'pending', 'authorized', 'cancelled', 'authorized', true, true,
        null, null, 'request_withdrawn', 'new'),
    ('withdraw', 'learner', true, 'pending', 'authorized', 'cancelled', 'cancelled', true, false,
        null, null, 'request_withdrawn', 'new'),
    ('accept', 'expert', false, 'pending', 'authorized', 'confirmed', 'authorized', false, true,
        null, null, null, null),
    ('accept', 'expert', true, 'pending', 'authorized', 'confirmed', 'captured', false, false,
        'accepted', 'new', 'charged', 'edit'),
    ('decline', 'expert', false, 'pending', 'authorized', 'declined', 'authorized', true, true,
        'declined', 'new', null, null),
    ('decline', 'expert', true, 'pending', 'authorized', 'declined', 'cancelled', true, false,
        'declined', 'new', null, null),
    ('unanswered', 'system', false, 'pending', 'authorized', 'cancelled', 'authorized', true, true,
        'unanswered', 'new', 'request_ran_out', 'new'),
    ('unanswered', 'system', true, 'pending', 'authorized', 'cancelled', 'cancelled', true, false,
        'unanswered', 'new', 'request_ran_out', 'new'),
    ('capture', 'system', null, 'confirmed', 'authorized', 'confirmed', 'captured', false, false,
        'accepted', 'new', 'charged', 'edit'),
    -- Stripe captured while the learner cancelled: recorded first, what is due goes back next.
    ('capture', 'system', null, 'cancelled', 'authorized', 'cancelled', 'captured', false, true,
        null, null, null, null),
    -- The same of a request: a method that charges at once, or a charge at Stripe's own desk.
    ('capture', 'system', null, 'declined', 'authorized', 'declined', 'captured', false, true,
        null, null, null, null),
    ('capture_fail', 'system', null, 'confirmed', 'authorized', 'cancelled', 'failed', true, true,
        'capture_failed', 'new', 'capture_failed', 'new'),
    -- Only who ended it themselves is told: the others' newest message offers what is free instead.
    ('void', 'system', null, 'cancelled', 'authorized', 'cancelled', 'cancelled', false, false,
        'released', 'edit', null, null),
    ('void', 'system', null, 'declined', 'authorized', 'declined', 'cancelled', false, false,
        null, null, null, null),
    ('learner_cancel', 'learner', null, 'confirmed', 'authorized', 'cancelled', 'authorized',
        true, true, null, null, 'learner_cancelled', 'new'),
    ('learner_cancel', 'learner', null, 'confirmed', 'captured', 'cancelled', 'captured',
        true, true, null, null, 'learner_cancelled', 'new'),
    -- A whole group is cancelled while somebody in it is at the payment.
    ('expert_cancel', 'expert', null, 'pending', 'pending', 'cancelled', 'cancelled',
        true, true, 'expert_cancelled', 'new', null, null),
    ('expert_cancel', 'expert', null, 'pending', 'processing', 'cancelled', 'cancelled',
        true, true, 'expert_cancelled', 'new', null, null),
    ('expert_cancel', 'expert', null, 'confirmed', 'authorized', 'cancelled', 'authorized',
        true, true, 'expert_cancelled', 'new', null, null),
    ('expert_cancel', 'expert', null, 'confirmed', 'captured', 'cancelled', 'captured',
        true, true, 'expert_cancelled', 'new', null, null),
    -- A refund is told by the ledger's entry, each time one is made.
    ('refund', 'system', null, 'cancelled', 'captured', 'cancelled', 'refunded', false, false,
        null, null, null, null),
    ('refund', 'system', null, 'declined', 'captured', 'declined', 'refunded', false, false,
        null, null, null, null),
    -- An admin gave something back of a session that stands: it stands all the same.
    ('refund', 'system', null, 'confirmed', 'captured', 'confirmed', 'refunded', false, false,
        null, null, null, null),
    ('refund', 'system', null, 'completed', 'captured', 'completed', 'refunded', false, false,
        null, null, null, null),
    ('learner_cancel', 'learner', null, 'confirmed', 'refunded', 'cancelled', 'refunded',
        true, true, null, null, 'learner_cancelled', 'new'),
    ('expert_cancel', 'expert', null, 'confirmed', 'refunded', 'cancelled', 'refunded',
        true, true, 'expert_cancelled', 'new', null, null),
    ('complete', 'system', null, 'confirmed', 'captured', 'completed', 'captured', false, false,
        'completed', 'new', 'completed', 'new'),
    ('complete', 'system', null, 'confirmed', 'refunded', 'completed', 'refunded', false, false,
        'completed', 'new', 'completed', 'new');
