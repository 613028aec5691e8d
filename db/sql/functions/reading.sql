-- What comes as JSON, read with care: whatever is not what it should be is refused, never an error
-- of a conversion. Internal; p_field is the field that BK009 names.

-- A whole number of at most nine digits.
create or replace function app.read_integer(p_facts jsonb, p_key text, p_field text) returns integer
language plpgsql immutable set search_path = ''
as $$
begin
    if coalesce(p_facts ->> p_key !~ '^-?[0-9]{1,9}$', true) then
        perform app.refuse('BK009', 'not a whole number', p_field);
    end if;
    return (p_facts ->> p_key)::integer;
end
$$;

-- True or false.
create or replace function app.read_boolean(p_facts jsonb, p_key text, p_field text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
    if coalesce(p_facts ->> p_key not in ('true', 'false'), true) then
        perform app.refuse('BK009', 'neither true nor false', p_field);
    end if;
    return (p_facts ->> p_key)::boolean;
end
$$;

-- Topics as an array of text: at most eight, of at most forty characters. BK009 (p_field).
create or replace function app.read_topics(p_topics jsonb, p_field text) returns text[]
language plpgsql immutable set search_path = ''
as $$
declare
    v_topics text[];
begin
    if jsonb_typeof(p_topics) is distinct from 'array' then
        perform app.refuse('BK009', 'topics are a list', p_field);
    end if;
    v_topics := app.tidy_tags(array(select jsonb_array_elements_text(p_topics)));
    if cardinality(v_topics) > 8
        or exists (select from unnest(v_topics) t (topic) where char_length(t.topic) > 40)
    then
        perform app.refuse('BK009', 'at most eight topics of forty characters', p_field);
    end if;
    return v_topics;
end
$$;

-- An address on the web, or null for none; https:// is put before one that lacks it. Its host ends
-- in a name, which no price (1.234,56) that looks like an address does. BK009 (p_field).
create or replace function app.read_address(p_address text, p_field text) returns text
language plpgsql immutable set search_path = ''
as $$
declare
    v_address text := nullif(btrim(p_address, E' \t\r\n'), '');
begin
    if v_address !~* '^https?://' then
        v_address := 'https://' || v_address;
    end if;
    v_address := lower(substring(v_address from '^[^:]*')) || substring(v_address from ':.*$');
    -- The chat says the same of what is typed there: bot/domain/answers.py.
    if v_address !~ (
           '^https?://([^\s<>"/?#@]+@)?'
           '[^\s<>"/?#@:]+\.([^\s<>"/?#@:.,0-9]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)'
           '(:[0-9]{1,5})?([/?#][^\s<>"]*)?$'
       )
       or char_length(v_address) > 300
    then
        perform app.refuse('BK009', 'not an address on the web', p_field);
    end if;
    return v_address;
end
$$;

-- The name of a zone that is one: `at time zone` takes more for one, and fails at the rest.
create or replace function app.read_zone(p_zone text) returns text
language plpgsql stable set search_path = ''
as $$
begin
    if not exists (select from app.zones z where z.name = p_zone) then
        perform app.refuse('BK009', 'unknown time zone', 'zone');
    end if;
    return p_zone;
end
$$;
revoke all on function
    app.read_integer(jsonb, text, text), app.read_boolean(jsonb, text, text),
    app.read_topics(jsonb, text), app.read_address(text, text), app.read_zone(text)
    from public, anon, authenticated, service_role;
