//! Claims on a map, as GeoJSON (RFC 7946).

use serde_json::{Value, json};

use crate::account::{Account, days};

/// One feature a claim; its geometry is null where no place is known: no pin is invented.
pub fn geojson(account: &Account) -> Value {
    let features = account.claims.iter().map(|told| {
        let claim = &told.claim;
        let place = told.places.first();
        let (earliest, latest) = days(claim.when.as_deref());
        let outlets = claim.statements.iter().filter_map(|s| s.dispatch.outlet.as_deref());
        let outlets: std::collections::BTreeSet<&str> = outlets.collect();
        json!({
            "type": "Feature",
            "id": claim.id,
            "geometry": place.map(|p| json!({"type": "Point", "coordinates": [p.lon, p.lat]})),
            "properties": {
                "gist": claim.gist,
                "when": claim.when,
                "earliest": earliest.map(|day| day.to_string()),
                "latest": latest.map(|day| day.to_string()),
                "support_low": claim.low,
                "support_high": claim.high,
                "rests_on": claim.rests_on.iter().map(|v| &v.name).collect::<Vec<_>>(),
                "circular": claim.circular,
                "outlets": outlets,
                "figures": claim.figures,
                "place": place.map(|p| &p.name),
                "geonames": place.map(|p| p.geonames).filter(|number| *number > 0),
                "place_class": place.map(|p| p.class),
                "country": place.map(|p| &p.country),
                "other_places": told.places.iter().skip(1).map(|p| &p.name).collect::<Vec<_>>(),
            },
        })
    });
    json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()})
}
