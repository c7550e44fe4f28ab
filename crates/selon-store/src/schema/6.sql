-- Schema 6: what lists begin with and are as long as is counted once; a statement carries what a user says that it says.

-- How many claims rest on a voice, and how many it passes on.
alter table voices add column originates integer not null default 0;
alter table voices add column relays integer not null default 0;
update voices set originates = counted.rests, relays = counted.relays
    from (select voice, sum(rests <> 0) as rests, sum(rests = 0) as relays from claim_voices group by voice) counted
    where counted.voice = voices.id;
create index voices_by_weight on voices (originates desc, relays desc, id);
create index voices_by_kind on voices (kind, originates desc, relays desc, id);
create trigger claim_voice_comes after insert on claim_voices begin
    update voices set originates = originates + (new.rests <> 0), relays = relays + (new.rests = 0) where id = new.voice;
end;
create trigger claim_voice_goes after delete on claim_voices begin
    update voices set originates = originates - (old.rests <> 0), relays = relays - (old.rests = 0) where id = old.voice;
end;
create trigger claim_voice_changes after update on claim_voices begin
    update voices set originates = originates - (old.rests <> 0), relays = relays - (old.rests = 0) where id = old.voice;
    update voices set originates = originates + (new.rests <> 0), relays = relays + (new.rests = 0) where id = new.voice;
end;

-- How many there are of what lists are made of: `captures`, `dispatches`, `stories` that are told, `voice KIND`.
create table tallies (
    what text primary key,
    number integer not null
) strict, without rowid;
insert into tallies (what, number)
    select 'captures', count(*) from captures
    union all select 'dispatches', count(*) from dispatches
    union all select 'stories', count(distinct story) from story_dispatches
    union all select 'voice ' || kind, count(*) from voices group by kind;
create trigger capture_comes after insert on captures begin
    update tallies set number = number + 1 where what = 'captures';
end;
create trigger capture_goes after delete on captures begin
    update tallies set number = number - 1 where what = 'captures';
end;
create trigger dispatch_comes after insert on dispatches begin
    update tallies set number = number + 1 where what = 'dispatches';
end;
create trigger dispatch_goes after delete on dispatches begin
    update tallies set number = number - 1 where what = 'dispatches';
end;
create trigger voice_comes after insert on voices begin
    insert into tallies (what, number) values ('voice ' || new.kind, 1)
        on conflict (what) do update set number = number + 1;
end;
create trigger voice_goes after delete on voices begin
    update tallies set number = number - 1 where what = 'voice ' || old.kind;
end;
create trigger story_gains after insert on story_dispatches begin
    update tallies set number = number + 1 where what = 'stories'
        and not exists (select 1 from story_dispatches where story = new.story and dispatch <> new.dispatch);
end;
create trigger story_loses after delete on story_dispatches begin
    update tallies set number = number - 1 where what = 'stories'
        and not exists (select 1 from story_dispatches where story = old.story);
end;
create trigger story_changes after update on story_dispatches when old.story <> new.story begin
    update tallies set number = number + 1 where what = 'stories'
        and not exists (select 1 from story_dispatches where story = new.story and dispatch <> new.dispatch);
    update tallies set number = number - 1 where what = 'stories'
        and not exists (select 1 from story_dispatches where story = old.story);
end;

-- What is deleted is looked for in all that may point at it.
create index claims_by_became on claims (became) where became is not null;
create index stories_by_became on stories (became) where became is not null;
create index voices_by_quoted on voices (quoted_by) where quoted_by is not null;
create index dispatches_by_current on dispatches (current);
create index contradictions_by_other on contradictions (other);
create index alerts_by_search on alerts (search);

-- The dispatches that decisions name, by address.
create table evidence (
    dispatch text not null,
    decision integer not null references decisions on delete cascade,
    primary key (dispatch, decision)
) strict, without rowid;
create index evidence_by_decision on evidence (decision);
insert or ignore into evidence (dispatch, decision)
    select value ->> '$.dispatch', decisions.id from decisions, json_each(decision, '$.evidence');

-- What a statement says, in the words of a user, where they are not those of the page.
alter table statements add column says text;
