//! Certificates: the right one for the right name, and no other.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use selon_fetch::{Address, Refused};

use crate::server::{TestClock, page, with};

/// A server with a certificate for a name; its port, and the certificate.
fn server(name: &str) -> (u16, Vec<u8>) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
    let der = cert.der().to_vec();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![cert.into()], key).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || {
                let (mut stream, mut tls) = (stream, ServerConnection::new(config).unwrap());
                let mut tls = Stream::new(&mut tls, &mut stream);
                let mut head = [0; 4096];
                if tls.read(&mut head).is_ok() {
                    let _ = tls.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\nconnection: close\r\n\r\n<p>");
                    tls.conn.send_close_notify();
                    let _ = tls.flush();
                }
            });
        }
    });
    (port, der)
}

#[test]
fn a_certificate_that_does_not_fit_is_not_taken() {
    let ((good, good_der), (other, other_der)) = (server("a.test"), server("other.test"));
    let trusting = with(&TestClock::at(0), |mut settings| {
        settings.roots = vec![good_der, other_der];
        settings
    });
    let at = |port: u16| Address::parse(&format!("https://a.test:{port}/")).unwrap();
    assert_eq!(page(&trusting, &at(good)).unwrap().body, b"<p>");
    let wary = with(&TestClock::at(0), |settings| settings);
    for (fetcher, port, why) in [(&trusting, other, "not valid for name"), (&wary, good, "UnknownIssuer")] {
        match page(fetcher, &at(port)).unwrap_err() {
            Refused::Failed(said) => assert!(said.contains(why), "{said}"),
            other => panic!("{other}"),
        }
    }
}
