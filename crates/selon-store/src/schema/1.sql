-- Schema 1. What each table is for stands above it; times are UTC, texts UTF-8, hashes the 32 bytes themselves.

-- The bytes of each page, as they came, zstd-compressed. They are the truth; all else can be made from them again.
create table captures (
    id integer primary key,
    sha256 blob not null unique,
    size integer not null,
    bytes blob not null,
    seen text not null
) strict;

-- Where a capture was met: a path or an address. One capture may lie in many places.
create table found (
    capture integer not null references captures on delete cascade,
    place text not null,
    primary key (capture, place)
) strict, without rowid;

-- Who read: a version of selon with a state of its language tables.
create table readers (
    id integer primary key,
    version text not null,
    tables text not null,
    unique (version, tables)
) strict;

-- A published text, by its canonical address, or by its first capture where it has none. Its columns are those of the
-- version that counts, as the latest reader read it.
create table dispatches (
    id integer primary key autoincrement,
    address text not null unique,
    current integer references captures,
    outlet text,
    lang text,
    published text not null,
    day text,
    title text
) strict;
create index dispatches_by_day on dispatches (day);

-- What one reader made of one capture: a MessagePack of selon's Reading, zstd-compressed.
create table readings (
    id integer primary key,
    capture integer not null references captures on delete cascade,
    reader integer not null references readers,
    dispatch integer not null references dispatches on delete cascade,
    -- The later of two versions has the greater one.
    age text not null,
    reading blob not null,
    unique (capture, reader)
) strict;
create index readings_by_dispatch on readings (dispatch);

-- Dispatches that are read but not yet compared with the others.
create table untraced (
    dispatch integer primary key references dispatches on delete cascade
) strict;

-- Whoever says something. An unnamed source belongs to the voice that quotes it.
create table voices (
    id integer primary key autoincrement,
    kind text not null,
    name text not null,
    aliases text not null,
    quoted_by integer references voices,
    -- Kind, folded name, and whom it belongs to: two voices with one key are one.
    key text not null unique
) strict;

-- Dispatches that tell of one event. A story that went into another one leads on to it.
create table stories (
    id integer primary key autoincrement,
    title text,
    became integer references stories
) strict;

create table story_dispatches (
    dispatch integer primary key references dispatches on delete cascade,
    story integer not null references stories
) strict;
create index dispatches_by_story on story_dispatches (story);

-- One fact that is asserted. A claim that went into another one leads on to it.
create table claims (
    id integer primary key autoincrement,
    story integer references stories,
    gist text not null,
    happened text,
    figures text not null default '[]',
    low integer not null default 0,
    high integer not null default 0,
    witnesses integer not null default 0,
    circular integer not null default 0,
    rests_on text not null default '[]',
    became integer references claims
) strict;
create index claims_by_story on claims (story);

-- Claims of which not both can be true.
create table contradictions (
    claim integer not null references claims on delete cascade,
    other integer not null references claims on delete cascade,
    primary key (claim, other)
) strict, without rowid;

-- A passage that asserts a claim: bytes of the text of a reading, and the words themselves, by which it is
-- found again in another reading. The chain is voices, the outlet first.
create table statements (
    id integer primary key,
    claim integer not null references claims on delete cascade,
    dispatch integer not null references dispatches on delete cascade,
    reading integer not null references readings on delete cascade,
    start integer not null,
    "end" integer not null,
    quote text not null,
    chain text not null
) strict;
create index statements_by_claim on statements (claim);
create index statements_by_dispatch on statements (dispatch);
create index statements_by_reading on statements (reading);

-- The voices in the chains of a claim, and which of them it rests on.
create table claim_voices (
    voice integer not null references voices on delete cascade,
    claim integer not null references claims on delete cascade,
    rests integer not null,
    primary key (voice, claim)
) strict, without rowid;
create index claim_voices_by_claim on claim_voices (claim);

-- A dispatch, or a passage of it, is taken from another one. Passages are pairs of byte ranges.
create table copies (
    dispatch integer not null references dispatches on delete cascade,
    source integer not null references dispatches on delete cascade,
    kind text not null,
    passages text not null,
    reasons text not null,
    primary key (dispatch, source)
) strict, without rowid;
create index copies_by_source on copies (source);

-- What a user decided, by evidence and not by ids. An undone decision stays, with the time it was undone.
create table decisions (
    id integer primary key autoincrement,
    made text not null,
    undone text,
    decision text not null
) strict;

-- Words of dispatches and claims, folded; the tables hold no text of their own.
create virtual table dispatch_words using fts5 (
    title, body, outlet, voices, places,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
create virtual table claim_words using fts5 (
    gist, body, voices,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
-- What is forgotten leaves no trace in the index.
insert into dispatch_words (dispatch_words, rank) values ('secure-delete', 1);
insert into claim_words (claim_words, rank) values ('secure-delete', 1);
