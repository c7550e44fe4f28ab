//! Hosts of this machine and of private networks.

use selon_fetch::{Address, Refused};

use crate::server::{Server, TestClock, fetcher, missing, page, respond};

#[test]
fn no_name_no_number_and_no_redirect_leads_inside() {
    let server = Server::new(|request, out| match request.path.as_str() {
        "/robots.txt" | "/.well-known/tdmrep.json" => missing(out),
        path => respond(out, "302 Found", &[("location", &path.replace("/to/", "http://"))], b""),
    });
    let fetcher = fetcher(&TestClock::at(0));
    let port = server.at.port();
    let inside = |address: &Address| match page(&fetcher, address) {
        Err(Refused::Inside(host)) => host,
        other => panic!("{address}: {other:?}"),
    };
    let hosts = [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0x7f000001",
        "2130706433",
        "169.254.169.254",
        "0.0.0.0",
        "secret.test",
        "inside.test",
        "metadata.test",
        "mapped.test",
    ];
    for host in hosts {
        inside(&Address::parse(&format!("http://{host}:{port}/")).unwrap());
        inside(&server.address("a.test", &format!("/to/{host}:{port}/x")));
    }
    // Nobody was asked but the host that is allowed.
    assert!(server.requests().iter().all(|request| request.host == "a.test"));
    assert!(matches!(page(&fetcher, &Address::parse("http://nowhere.invalid/").unwrap()), Err(Refused::Failed(_))));
    let post = fetcher.post(&server.address("127.0.0.1", "/"), "application/json", b"{}");
    assert!(matches!(post, Err(Refused::Inside(_))));
}
