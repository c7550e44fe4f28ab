-- Schema 2: an archive is compared a circle of dispatches at a time; what users decide counts.

-- What a dispatch is found by and what it adds to the statistics: selon's Marks, four bytes a hash. The rows of the three
-- tables below are taken back by them.
create table marks (
    dispatch integer primary key references dispatches on delete cascade,
    day integer,
    prints blob not null,
    keys blob not null,
    words blob not null
) strict;

-- Which dispatches hold a fingerprint of prose.
create table prints (
    print integer not null,
    dispatch integer not null,
    primary key (print, dispatch)
) strict, without rowid;

-- Which dispatches tell of something, by day; those without one stand on a day before all others.
create table keys (
    key integer not null,
    day integer not null,
    dispatch integer not null,
    primary key (key, day, dispatch)
) strict, without rowid;

-- How many dispatches hold a word.
create table words (
    word integer primary key,
    holders integer not null
) strict;

-- What an outlet prints on every page: fingerprints, eight bytes each, as its first so many dispatches showed them.
create table furniture (
    outlet text primary key,
    dispatches integer not null,
    prints blob not null
) strict, without rowid;
create index dispatches_by_outlet on dispatches (outlet);

-- Whether a later version of the dispatch dropped the words of a statement.
alter table statements add column withdrawn integer not null default 0;

-- The other names of a voice, as each story gives them.
create table voice_names (
    voice integer not null references voices on delete cascade,
    story integer not null references stories on delete cascade,
    name text not null,
    primary key (voice, story, name)
) strict, without rowid;
create index voice_names_by_story on voice_names (story);
insert into voice_names (voice, story, name)
    select distinct v.id, c.story, a.value
    from voices v join json_each(v.aliases) a join claim_voices cv on cv.voice = v.id join claims c on c.id = cv.claim
    where c.story is not null;
alter table voices drop column aliases;
