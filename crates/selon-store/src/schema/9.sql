-- Schema 9: which dispatches are compared with one another follows from which there are, not from the order in which they
-- came. What they are found by is made anew from their readings.

drop table words;
drop table marks;
drop table prints;
drop table keys;
drop table furniture;

-- What a dispatch is found by: selon's Marks, four bytes a hash. The rows of the two tables below are taken back by them.
create table marks (
    dispatch integer primary key references dispatches on delete cascade,
    -- Its place among all dispatches: the day, then a hash of the address.
    position integer not null,
    prints blob not null,
    keys blob not null
) strict;

-- Which dispatches hold a fingerprint of prose, in their order.
create table prints (
    print integer not null,
    position integer not null,
    dispatch integer not null,
    primary key (print, position, dispatch)
) strict, without rowid;

-- Which dispatches tell of something, in their order.
create table keys (
    key integer not null,
    position integer not null,
    dispatch integer not null,
    primary key (key, position, dispatch)
) strict, without rowid;

-- The few dispatches before it that a dispatch shares most with.
create table links (
    dispatch integer not null references dispatches on delete cascade,
    earlier integer not null,
    share integer not null,
    primary key (dispatch, earlier)
) strict, without rowid;
create index links_by_earlier on links (earlier);

-- Dispatches that are compared with one another, by the first of them; 0 where all are.
create table circles (
    dispatch integer primary key references dispatches on delete cascade,
    circle integer not null
) strict;
create index dispatches_by_circle on circles (circle);

-- Dispatches whose links are to be found: 0 where others may be linked to them as well, 1 where theirs alone; 2 where the
-- links are known and the circle is to be found.
create table loose (
    dispatch integer primary key references dispatches on delete cascade,
    state integer not null
) strict;
create index loose_by_state on loose (state);
insert into loose (dispatch, state) select id, 0 from dispatches;

-- What an outlet prints on every page: fingerprints, four bytes each, as a sample of its dispatches shows them. The sample
-- is captures, eight bytes each; it is to be taken again where the outlet has changed.
create table furniture (
    outlet text primary key,
    changed integer not null default 1,
    sample blob not null default x'',
    prints blob not null default x''
) strict, without rowid;
insert into furniture (outlet) select distinct outlet from dispatches where outlet is not null;
create index furniture_to_look_for on furniture (outlet) where changed;

-- A hash of the address: an order of an outlet's dispatches that has nothing to do with time.
alter table dispatches add column lot integer not null default 0;
drop index dispatches_by_outlet;
create index dispatches_by_outlet on dispatches (outlet, lot);
