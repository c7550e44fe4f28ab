-- Schema 5: pages are got from the web, lists of them are followed, saved searches raise alerts. Times in milliseconds since
-- 1970 say when something is to be done; all others are texts.

-- What the server or the page said about mining it, when the bytes were fetched for this place: JSON.
alter table found add column mining text;

-- Feeds, sitemaps and lists of them that are followed. Those that another list named go with it.
create table lists (
    id integer primary key autoincrement,
    address text not null unique,
    parent integer references lists on delete cascade,
    kind text,
    title text,
    -- By which to ask whether there is anything new.
    etag text,
    modified text,
    body text,
    -- How often it is asked, in milliseconds; how often in a row that failed; when it is asked next.
    every integer not null,
    failures integer not null default 0,
    next integer not null,
    asked text,
    problem text
) strict;
create index lists_by_next on lists (next);

-- Pages that lists announced, by their addresses. What is to be fetched has a time from which on.
create table announced (
    address text primary key,
    list integer not null references lists on delete cascade,
    origin text not null,
    title text,
    published integer,
    changed integer,
    -- Who published it first, as the list says: JSON.
    source text,
    etag text,
    modified text,
    due integer,
    tries integer not null default 0,
    got integer,
    problem text
) strict, without rowid;
create index announced_by_due on announced (origin, due) where due is not null;
create index announced_by_list on announced (list);

-- What is known of hosts: pauses, robots.txt. The text is for the one who fetches to read.
create table hosts (
    origin text primary key,
    memory text not null
) strict, without rowid;

-- Addresses that were forgotten are not fetched again: SHA-256.
create table forgotten (
    address blob primary key
) strict, without rowid;

-- Searches whose claims raise alerts. The query is JSON.
create table searches (
    id integer primary key autoincrement,
    name text not null unique,
    query text not null,
    post text,
    made text not null
) strict;

-- What happened to a claim that a search finds, once. A time at which it is to be posted, where it is.
create table alerts (
    id integer primary key autoincrement,
    search integer not null references searches on delete cascade,
    claim integer not null references claims on delete cascade,
    kind text not null,
    reason text not null,
    raised text not null,
    post_at integer,
    tries integer not null default 0
) strict;
create index alerts_by_claim on alerts (claim);
create index alerts_to_post on alerts (post_at) where post_at is not null;
