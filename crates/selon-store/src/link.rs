//! Linking dispatches that are new with the few that they share most with, and those that they come between.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use selon::trace::circle::{self, Neighbours as _};
use selon::trace::marks::Marks;

use crate::circle::reading_of;
use crate::error::ErrorKind;
use crate::marks::{Changes, DISTURBED, LINKED, NEW, Shelf, loosen, marks};

/// So many dispatches are linked in one transaction.
pub(crate) const AT_ONCE: usize = 512;

/// Links dispatches whose links are to be found, and says how many.
pub(crate) fn link_next(db: &Connection) -> Result<usize, ErrorKind> {
    let mut next =
        db.prepare_cached("select dispatch, state from loose where state < 2 order by state, dispatch limit ?1")?;
    let loose: Vec<(i64, u8)> =
        next.query_map([AT_ONCE as u32], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    // Archives of earlier schemas have no marks.
    let mut changes = Changes::default();
    for &(dispatch, _) in &loose {
        if marks(db, dispatch)?.is_none()
            && let Some(reading) = reading_of(db, dispatch)?
        {
            changes.replace(db, dispatch, &Marks::of(&reading))?;
        }
    }
    changes.write(db)?;
    for &(dispatch, state) in &loose {
        link(db, dispatch, state == NEW)?;
    }
    Ok(loose.len())
}

fn link(db: &Connection, dispatch: i64, new: bool) -> Result<(), ErrorKind> {
    let shelf = Shelf { db, same: &BTreeMap::new() };
    let links = if new {
        let (links, disturbed) = circle::enter(&shelf, dispatch)?;
        for other in disturbed {
            loosen(db, other, DISTURBED)?;
        }
        links
    } else {
        circle::links(&shelf, dispatch)?
    };
    // What it is linked to no more may belong to another circle now.
    let before = shelf.links(dispatch)?;
    for left in before.iter().filter(|old| links.iter().all(|link| link.dispatch != old.dispatch)) {
        loosen(db, left.dispatch, LINKED)?;
    }
    db.prepare_cached("delete from links where dispatch = ?1")?.execute([dispatch])?;
    let mut keep = db.prepare_cached("insert into links (dispatch, earlier, share) values (?1, ?2, ?3)")?;
    for link in links {
        keep.execute(params![dispatch, link.dispatch, link.share])?;
    }
    db.prepare_cached("update loose set state = ?2 where dispatch = ?1")?.execute(params![dispatch, LINKED])?;
    Ok(())
}
