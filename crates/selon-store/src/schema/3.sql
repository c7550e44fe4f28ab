-- Schema 3: pages come out of archives of the web, and know where they were got from.

-- The address that the bytes were first fetched from. What has no canonical address of its own is known by it.
alter table captures add column url text;

-- When, and with which head of a response, the bytes were fetched for this place.
alter table found add column fetched text;
alter table found add column head blob;

-- How far a container of pages was read. The key is a hash of its beginning, in hexadecimal.
create table imports (
    container text primary key,
    name text not null,
    at integer not null,
    inner integer not null,
    complete integer not null
) strict, without rowid;
