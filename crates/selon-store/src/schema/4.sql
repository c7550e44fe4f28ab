-- Schema 4: dispatches find their stories first, and each story that has changed is traced once.

-- Stories that have changed and are not traced yet.
create table untold (
    story integer primary key references stories on delete cascade
) strict;
