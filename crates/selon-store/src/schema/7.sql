-- Schema 7: what came lately is found without going through captures.

create index captures_by_seen on captures (seen);
