-- Schema 8: what a text says of its voices is told apart from what copies show; stories know when they changed.

-- The chain as the text itself gives it, where copies have lengthened it: voices, and 0 for one that stands in no chain.
alter table statements add column own text;

-- When a story was traced last, UTC, and when it was last reported: lists begin with what has changed in the latest hour, in it with
-- what was reported last. None for a story that was not traced yet.
alter table stories add column changed text;
alter table stories add column last text not null default '';
update stories set (changed, last) = (
    select max(seen), coalesce(max(published), '') from story_dispatches join dispatches on dispatches.id = dispatch
        join captures on captures.id = current where story = stories.id);
create index stories_by_change on stories (substr(changed, 1, 13) desc, last desc, id desc);
