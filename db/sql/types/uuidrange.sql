-- A range over uuid lends it a GiST class, so that an exclusion constraint can say "of the same
-- expert": the embedded server ships no btree_gist. Whoever writes a guarded row calls it.
do $$
begin
    if to_regtype('app.uuidrange') is null then
        create type app.uuidrange as range (subtype = uuid);
    end if;
end
$$;
revoke all on function app.uuidrange(uuid, uuid), app.uuidrange(uuid, uuid, text)
    from public, anon, authenticated;
grant execute on function app.uuidrange(uuid, uuid), app.uuidrange(uuid, uuid, text)
    to service_role;
