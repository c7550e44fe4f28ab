//! What is known of outlets, and what a user knows better.

use crate::run::Desk;

#[test]
fn an_outlet_is_shown_with_whose_it_is_and_who_says_so() {
    let ran = Desk::new().run(&["outlets", "lemonde.fr", "--json"]);
    let row = &ran.rows()[0];
    assert_eq!((row["name"].as_str(), row["country"].as_str()), (Some("Le Monde"), Some("FR")));
    assert!(row["tie"]["as_of"].is_string() && row["tie"]["source"].is_string(), "{row}");
    assert_eq!(Desk::new().run(&["outlets", "No Such Gazette"]).code, Some(3));
}

#[test]
fn a_users_own_lines_hold() {
    let desk = Desk::new();
    desk.file(
        "mine.tsv",
        "# mine\nLe Phare de Ker\tFR\tpaper\t\tphare-ker.example\tGroupe Roz\t2031-02\tits imprint\nLe Monde\tFR\n",
    );
    let page = "<html><head><link rel=canonical href=https://www.phare-ker.example/a></head><body><article><h1>Le port est \
                fermé</h1><p>Le port de Ker est fermé depuis lundi, a annoncé la préfecture, à cause de la tempête.</p></article>";
    desk.file("page.html", page);
    let ran = desk.run(&["--outlets", "mine.tsv", "extract", "page.html"]);
    let row = &ran.rows()[0];
    assert_eq!(row["outlet"], "Le Phare de Ker");
    assert_eq!(
        (row["outlet_tie"]["to"].as_str(), row["outlet_tie"]["source"].as_str()),
        (Some("Groupe Roz"), Some("its imprint"))
    );
    let ran = desk.run(&["--outlets", "mine.tsv", "outlets", "Le Monde"]);
    assert_eq!(ran.out, "Le Monde\tFR\t\t\t\t\t\t\n", "what the user leaves empty is unknown");
    desk.file("wrong.tsv", "\tFR\n");
    assert!(desk.run(&["--outlets", "wrong.tsv", "outlets"]).err.contains("wrong.tsv: line 1"));
}
