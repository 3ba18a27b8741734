//! Servers at the port that are no Redis.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::outages::Log;
use crate::{builder, each_way};

const PASSWORD: &str = "copper-meadow-19";

/// A name, the handler of a connection, and the cause in the error.
type Impostor = (&'static str, fn(TcpStream), &'static str);

const SILENCE: &str = "no answer within 300ms";

const IMPOSTORS: &[Impostor] = &[
    // The system says so in more than one way.
    ("hangs up", drop, "cannot be asked: "),
    (
        "is silent",
        |mut stream| _ = stream.read_to_end(&mut Vec::new()),
        SILENCE,
    ),
    (
        "is a web server",
        |stream| answer(stream, b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        "Parse error",
    ),
    (
        "is a mail server",
        |stream| answer(stream, b"220 mail.nordlicht-logistik.de ESMTP\r\n"),
        "Parse error",
    ),
    (
        "is not text",
        |stream| answer(stream, &[0, 255, 254, 13, 10, 0, 200, 13, 10]),
        "Parse error",
    ),
    (
        "announces more than there is",
        |stream| answer(stream, b"$999999999999999\r\nabc"),
        SILENCE,
    ),
    (
        "nests without end",
        |stream| answer(stream, "*1\r\n".repeat(100_000).as_bytes()),
        "Parse error",
    ),
    ("drips", drip, SILENCE),
    (
        "says no to all",
        |stream| answer(stream, &b"-ERR no\r\n".repeat(9)),
        "Password authentication failed",
    ),
    (
        "says yes to all",
        |stream| greet(stream, |_| "+OK".to_owned()),
        "not convertible to numeric",
    ),
    (
        "answers nothing",
        |stream| greet(stream, |_| "$-1".to_owned()),
        "not convertible to numeric",
    ),
    (
        "answers a time that is none",
        |stream| greet(stream, |_| ":-7".to_owned()),
        "unexpected answer `-7`",
    ),
    (
        "forgets each script, and loads none",
        forget,
        "not convertible to numeric",
    ),
    (
        "repeats what it heard",
        |stream| greet(stream, |heard| format!("-ERR what is {heard}")),
        "what is *3 $4 AUTH",
    ),
];

/// Each call ends; closed, with an error that does not repeat the password; open, with a permit.
#[test]
fn what_is_no_redis_gives_an_error_and_no_permit() {
    thread::scope(|scope| {
        for impostor in IMPOSTORS {
            scope.spawn(|| meet(impostor));
        }
    });
}

fn meet(&(name, impostor, cause): &Impostor) {
    let port = listen(impostor);
    let url = format!("redis://desk:{PASSWORD}@127.0.0.1:{port}");
    let mut builder = builder(&url, 1000, 100);
    if cause == SILENCE {
        builder = builder.timeout(Duration::from_millis(300));
    }
    for answer in each_way(&builder.clone().build().unwrap()) {
        let error = answer.expect_err(name);
        let text = format!("{error} {error:?}");
        assert!(
            error.is_unavailable() && text.contains(cause),
            "{name}: {text}"
        );
        assert!(
            !text.contains(PASSWORD) && !text.contains('\n'),
            "{name}: {text}"
        );
    }
    let answers = each_way(&builder.fail_open().build().unwrap());
    assert!(answers.iter().all(Result::is_ok), "{name}: {answers:?}");
}

/// The error is one line, also where a password is several. A text that is no error is shown with
/// escapes.
#[test]
fn a_password_is_not_repeated_in_any_form() {
    let servers = [
        (
            listen(|stream| greet(stream, |heard| format!("-ERR what is {heard}"))),
            "what is",
        ),
        (
            listen(|stream| {
                greet(stream, |heard| format!("${}\r\n{heard}", heard.len()));
            }),
            "Could not convert from string",
        ),
    ];
    for (port, words) in servers {
        for password in [
            "copper%20meadow",
            "copper%0Ameadow",
            "copper%22%5Cmeadow",
            "copper%07%C3%A4meadow",
        ] {
            let url = format!("redis://desk:{password}@127.0.0.1:{port}");
            for answer in each_way(&builder(&url, 1000, 100).build().unwrap()) {
                let text = answer.expect_err("there is no permit").to_string();
                assert!(text.contains(words), "{text}");
                assert!(text.contains("[redacted]"), "{text}");
                assert!(
                    !text.contains("copper") && !text.contains("meadow"),
                    "{text}"
                );
            }
        }
    }
}

/// The client takes the first word of an error for its kind, and shows it in another way.
#[test]
fn a_password_is_not_repeated_at_the_start_of_an_error() {
    let port = listen(|stream| greet(stream, |_| "-copper meadow is wrong".to_owned()));
    let url = format!("redis://desk:copper%20meadow@127.0.0.1:{port}");
    for answer in each_way(&builder(&url, 1000, 100).build().unwrap()) {
        let text = answer.expect_err("there is no permit").to_string();
        assert!(text.contains("[redacted] is wrong"), "{text}");
    }
}

/// An empty password is found between all characters of a text.
#[test]
fn an_error_is_readable_where_the_password_is_empty() {
    let port = listen(|stream| greet(stream, |_| ":-7".to_owned()));
    let url = format!("redis://:@127.0.0.1:{port}");
    for answer in each_way(&builder(&url, 1000, 100).build().unwrap()) {
        let text = answer.expect_err("there is no permit").to_string();
        assert!(!text.contains("[redacted]"), "{text}");
    }
}

/// A program may write its log to a terminal, or as lines.
#[test]
fn what_a_server_says_is_one_plain_line_of_the_log() {
    let port = listen(|stream| greet(stream, |_| "-ERR \u{1b}]0;x\u{7} \u{202e}y".to_owned()));
    let limiter = builder(&format!("redis://127.0.0.1:{port}"), 1000, 100);
    let limiter = limiter.fail_open().build().unwrap();
    let log = Log::default();
    tracing::subscriber::with_default(log.subscriber(), || {
        assert!(limiter.try_acquire().is_ok());
    });
    let log = log.text();
    assert!(
        log.contains("no call is counted") && log.contains(r"\u{202e}y"),
        "{log}"
    );
    assert!(!log.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{log}");
}

fn listen(impostor: fn(TcpStream)) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || impostor(stream.unwrap()));
        }
    });
    port
}

/// Says its word at each thing that it hears.
fn answer(mut stream: TcpStream, word: &[u8]) {
    let mut heard = [0; 4096];
    while stream.read(&mut heard).is_ok_and(|length| length > 0) && stream.write_all(word).is_ok() {
    }
}

/// A byte now and then, so that something always comes.
fn drip(mut stream: TcpStream) {
    _ = stream.write_all(b"$100000\r\n");
    while stream.write_all(b"a").is_ok() {
        thread::sleep(Duration::from_millis(20));
    }
}

/// Welcomes whoever comes, as Redis does, and answers what is asked then; the answer knows what the
/// welcome heard.
fn forget(mut stream: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        let heard = String::from_utf8_lossy(&buffer[..length]);
        let commands = heard
            .split_whitespace()
            .filter(|word| word.starts_with('*'));
        let answer = if heard.contains("EVALSHA") {
            "-NOSCRIPT No matching script\r\n"
        } else {
            "+OK\r\n"
        };
        if stream
            .write_all(answer.repeat(commands.count()).as_bytes())
            .is_err()
        {
            return;
        }
    }
}

fn greet(mut stream: TcpStream, answer: impl Fn(&str) -> String) {
    let mut buffer = [0; 4096];
    let mut welcomed = None;
    while let Ok(length @ 1..) = stream.read(&mut buffer) {
        let heard = String::from_utf8_lossy(&buffer[..length]).replace("\r\n", " ");
        let word = welcomed.as_deref().map_or("+OK".to_owned(), &answer) + "\r\n";
        let commands = heard
            .split_whitespace()
            .filter(|word| word.starts_with('*'))
            .count();
        if stream.write_all(word.repeat(commands).as_bytes()).is_err() {
            return;
        }
        welcomed.get_or_insert(heard);
    }
}
