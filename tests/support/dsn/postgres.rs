//! Connection strings for `PostgreSQL`, in both forms.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::random::Random;
use super::{Parts, Program, Way, hexadecimal};

/// A form of connection strings.
#[derive(Clone, Copy)]
pub enum Form {
    Url,
    Keywords,
}

/// A program with `count` connection strings.
pub fn program(form: Form, count: usize, seed: u64) -> BTreeMap<String, String> {
    let mut random = Random::new(seed);
    let mut program = Program::default();
    for number in 0..count {
        let (parts, has) = match form {
            Form::Url => url(&mut random),
            Form::Keywords => keywords(&mut random),
        };
        let original = hexadecimal(&parts.text());
        let way = Way::pick(&mut random);
        let (before, expression) = way.write(&mut random, number, &parts, &mut program);
        // What is declared is used twice; the rest is written twice.
        let _ = writeln!(
            program.table,
            "\t{{\"{original}\", {has}, func() (*pgconn.Config, error) {{\n{before}\n\
             return pgconn.ParseConfig({expression})\n}}, func() (pq.Config, error) {{\n{before}\n\
             return pq.NewConfig({expression})\n}}}},"
        );
    }
    program.files(
        include_str!("postgres.go"),
        &[
            "\"github.com/jackc/pgx/v5/pgconn\"",
            "\"github.com/lib/pq\"",
        ],
    )
}

/// A URL, and whether it sets the timeout.
fn url(random: &mut Random) -> (Parts, bool) {
    let scheme = random.pick(&["postgres", "postgresql"]);
    let mut after = format!("{}{}", random.pick(HOSTS), random.pick(PATHS));
    let mut has = false;
    for number in 0..random.below(4) {
        after.push(if number == 0 { '?' } else { '&' });
        let param = random.pick(PARAMS);
        after.push_str(param);
        has |= param.starts_with("connect_timeout") || param.starts_with("connect%5Ftimeout");
    }
    if random.one_in(12) {
        after.push(if after.contains('?') { '&' } else { '?' });
    }
    let parts = if random.one_in(5) {
        let host = after.split(['/', '?']).next().unwrap_or("").to_owned();
        Parts {
            before: format!("{scheme}://"),
            after: after[host.len()..].to_owned(),
            middle: host,
        }
    } else {
        Parts {
            before: format!(
                "{scheme}://{}:",
                random.pick(&["app", "a%20b", "m%C3%BCller"])
            ),
            middle: random.pick(URL_PASSWORDS).to_owned(),
            after: format!("@{after}"),
        }
    };
    (parts, has)
}

/// A string of keywords, and whether it sets the timeout.
fn keywords(random: &mut Random) -> (Parts, bool) {
    let mut items: Vec<&str> = Vec::new();
    for _ in 0..random.below(5) {
        items.push(random.pick(KEYWORDS));
    }
    // A value that is missing takes what follows.
    let has = (0..items.len()).any(|at| {
        let taken = at > 0 && items[at - 1].ends_with('=');
        !taken && items[at].starts_with("connect_timeout")
    });
    let mut before = items.join(" ");
    if !before.is_empty() {
        before.push_str(random.pick(&[" ", "  ", "\n\t"]));
    }
    let (open, close) = if random.one_in(2) {
        ("'", "'")
    } else {
        ("", "")
    };
    let passwords = if open.is_empty() {
        PLAIN_PASSWORDS
    } else {
        QUOTED_PASSWORDS
    };
    before.push_str(random.pick(&["password=", "password = "]));
    before.push_str(open);
    let mut after = close.to_owned();
    if !random.one_in(3) {
        after.push(' ');
        after.push_str(random.pick(&[
            "dbname=shop",
            "user='a b'",
            "port=5433",
            "sslmode=disable ",
        ]));
    }
    let parts = Parts {
        before,
        middle: random.pick(passwords).to_owned(),
        after,
    };
    (parts, has)
}

const URL_PASSWORDS: &[&str] = &[
    "pass",
    "",
    "p%40ss%3Aword",
    "a%2Fb",
    "100%25",
    "%3Fconnect_timeout%3D1",
    "p@ss",
    "a:b",
    "quo'te",
    "back%5Cslash",
    "%23hash",
    "with+plus",
    "a&b=c",
    "日本",
    "a/b",
    "q?x=1",
    "100%",
    "$HOME",
    "(x)",
];

const HOSTS: &[&str] = &[
    "db",
    "db:5432",
    "127.0.0.1:5433",
    "[::1]",
    "[::1]:5432",
    "[2001:db8::7]:5433",
    "",
    "db1,db2",
    "db1:5432,db2:5433",
    "[::1]:1,[::2]:2",
    "%2Fvar%2Frun%2Fpostgresql",
    "db.internal",
    "db:",
];

const PATHS: &[&str] = &[
    "/shop",
    "/my%2Fdb",
    "/",
    "",
    "/a%20b",
    "/sch%C3%B6n",
    "/x-y_z",
];

const PARAMS: &[&str] = &[
    "sslmode=disable",
    "sslmode=require",
    "sslmode=prefer",
    "application_name=a%20b",
    "application_name=x+y",
    "search_path=a,b",
    "connect_timeout=3",
    "connect_timeout=0",
    "connect_timeout=",
    "connect_timeout",
    "connect%5Ftimeout=4",
    "host=%2Ftmp",
    "host=h1,h2",
    "port=5433",
    "options=-c%20geqo%3Doff",
    "target_session_attrs=any",
    "novalue",
    "timezone=UTC",
    "statement_timeout=1000",
    "fallback_application_name=f",
    "my_connect_timeout=1",
    "binary_parameters=yes",
    "pool_max_conns=4",
    "x=%zz",
];

const KEYWORDS: &[&str] = &[
    "host=db",
    "host=db1,db2",
    "host=/var/run/postgresql",
    "host=::1",
    "hostaddr=127.0.0.1",
    "port=5432",
    "port=1,2",
    "user=app",
    "user='a b'",
    "user = app",
    "dbname=shop",
    "dbname='my \\'db\\''",
    "dbname=my\\ db",
    "sslmode=disable",
    "sslmode=require",
    "connect_timeout=3",
    "connect_timeout = 0",
    "connect_timeout='7'",
    "application_name='connect_timeout=9'",
    "application_name=a\\ connect_timeout=1",
    "options='-c geqo=off'",
    "search_path=a,b",
    "timezone=UTC",
    "target_session_attrs=any",
    "my_connect_timeout=1",
    "passfile=",
    "bare",
];

const PLAIN_PASSWORDS: &[&str] = &[
    "pass",
    "",
    "p@ss:word/?",
    "back\\\\slash",
    "quo\\'te",
    "with\\ blank",
    "日本",
    "100%",
    "%s%d",
    "a=b",
    "connect_timeout=1",
    "#hash",
    "ends\\\\",
    "\\",
];

const QUOTED_PASSWORDS: &[&str] = &[
    "pass",
    "",
    "with blank",
    "it\\'s",
    "back\\\\slash",
    " connect_timeout=1 ",
    "a=b c=d",
    "日本 語",
    "100% %s",
    "tab\tbed",
    "://",
    "open' x='y",
];
