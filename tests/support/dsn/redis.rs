//! URLs for Redis.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::random::Random;
use super::{Parts, Program, Way, hexadecimal};

/// A program with `count` URLs.
pub fn program(count: usize, seed: u64) -> BTreeMap<String, String> {
    let mut random = Random::new(seed);
    let mut program = Program::default();
    for number in 0..count {
        let (parts, has) = url(&mut random);
        let original = hexadecimal(&parts.text());
        let way = Way::pick(&mut random);
        let (before, expression) = way.write(&mut random, number, &parts, &mut program);
        let _ = writeln!(
            program.table,
            "\t{{\"{original}\", [3]bool{{{}, {}, {}}}, func() (*redis8.Options, error) {{\n{before}\n\
             return redis8.ParseURL({expression})\n}}, func() (*redis9.Options, error) {{\n{before}\n\
             return redis9.ParseURL({expression})\n}}}},",
            has[0], has[1], has[2]
        );
    }
    program.files(
        include_str!("redis.go"),
        &[
            "redis8 \"github.com/go-redis/redis/v8\"",
            "redis9 \"github.com/redis/go-redis/v9\"",
        ],
    )
}

/// A URL, and which of the timeouts it sets.
fn url(random: &mut Random) -> (Parts, [bool; 3]) {
    let socket = random.one_in(5);
    let mut after = if socket {
        random.pick(SOCKETS).to_owned()
    } else {
        format!(
            "{}{}",
            random.pick(HOSTS),
            random.pick(&["", "/", "/0", "/3", "/x"])
        )
    };
    let mut has = [false; 3];
    for number in 0..random.below(4) {
        after.push(if number == 0 { '?' } else { '&' });
        let param = random.pick(PARAMS);
        after.push_str(param);
        for (has, key) in has
            .iter_mut()
            .zip(["dial_timeout", "read_timeout", "write_timeout"])
        {
            *has |= param.split('=').next() == Some(key);
        }
    }
    let scheme = if socket {
        "unix"
    } else {
        random.pick(&["redis", "rediss"])
    };
    let user = random.pick(&["", "app", "m%C3%BCller"]);
    let parts = Parts {
        before: format!("{scheme}://{user}:"),
        middle: random.pick(PASSWORDS).to_owned(),
        after: format!("@{after}"),
    };
    (parts, has)
}

const PASSWORDS: &[&str] = &[
    "pass",
    "",
    "p%40ss",
    "a%2Fb",
    "100%25",
    "%3Fread_timeout%3D1",
    "p@ss",
    "a:b",
    "quo'te",
    "a&b=c",
    "日本",
    "a/b",
    "q?x=1",
    "100%",
    "(x)",
    "with+plus",
];

const HOSTS: &[&str] = &[
    "cache",
    "cache:6379",
    "127.0.0.1:6380",
    "[::1]",
    "[::1]:6379",
    "[2001:db8::7]:6380",
    "",
    "cache.internal:1",
];

const SOCKETS: &[&str] = &["/run/redis.sock", "/tmp/a%20b.sock", ""];

const PARAMS: &[&str] = &[
    "db=1",
    "dial_timeout=3",
    "dial_timeout=250ms",
    "read_timeout=0",
    "read_timeout=-1",
    "read_timeout=1m",
    "write_timeout=2s",
    "write_timeout=",
    "write_timeout",
    "max_retries=3",
    "pool_size=10",
    "pool_timeout=5s",
    "min_idle_conns=2",
    "idle_timeout=1m",
    "unknown=1",
    "novalue",
    "pool_fifo=true",
    "min_retry_backoff=8ms",
];
