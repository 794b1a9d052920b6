//! DSNs for `MySQL`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::random::Random;
use super::{Parts, Program, Way, hexadecimal};

/// A program with `count` DSNs.
pub fn program(count: usize, seed: u64) -> BTreeMap<String, String> {
    let mut random = Random::new(seed);
    let mut program = Program::default();
    for number in 0..count {
        let (parts, has) = parts(&mut random);
        let way = Way::pick(&mut random);
        let (before, expression) = way.write(&mut random, number, &parts, &mut program);
        let original = hexadecimal(&parts.text());
        let _ = writeln!(
            program.table,
            "\t{{\"{original}\", [3]bool{{{}, {}, {}}}, func() (*mysql.Config, error) {{\n{before}\n\
             return mysql.ParseDSN({expression})\n}}}},",
            has[0], has[1], has[2]
        );
    }
    program.files(
        include_str!("mysql.go"),
        &["\"github.com/go-sql-driver/mysql\""],
    )
}

/// A DSN, and which of the timeouts it sets.
fn parts(random: &mut Random) -> (Parts, [bool; 3]) {
    let user = random.pick(USERS);
    let password = if user.is_empty() {
        ""
    } else {
        random.pick(PASSWORDS)
    };
    let mut rest = format!("{}/{}", random.pick(ADDRESSES), random.pick(NAMES));
    let mut has = [false; 3];
    for number in 0..random.below(5) {
        rest.push(if number == 0 { '?' } else { '&' });
        let param = random.pick(PARAMS);
        rest.push_str(param);
        for (has, key) in has
            .iter_mut()
            .zip(["timeout=", "readTimeout=", "writeTimeout="])
        {
            *has |= param.starts_with(key);
        }
    }
    if random.one_in(12) {
        rest.push(if rest.contains('?') { '&' } else { '?' });
    }
    let parts = match (user, password) {
        ("", _) => ("", String::new(), rest),
        (user, "") => ("", format!("{user}@"), rest),
        // Either all of the credentials are secret, or the password alone.
        (user, password) if random.one_in(2) => ("", format!("{user}:{password}@"), rest),
        (user, password) => {
            let parts = Parts {
                before: format!("{user}:"),
                middle: password.to_owned(),
                after: format!("@{rest}"),
            };
            return (parts, has);
        }
    };
    let parts = Parts {
        before: parts.0.to_owned(),
        middle: parts.1,
        after: parts.2,
    };
    (parts, has)
}

const USERS: &[&str] = &[
    "",
    "root",
    "app",
    "svc.orders",
    "a b",
    "müller",
    "o'neil",
    "us%er",
];
const PASSWORDS: &[&str] = &[
    "",
    "pass",
    "s3cr?t/x",
    "p@ss:w@rd",
    "a/b/c",
    "100%",
    "%2F",
    "q\"uote",
    "back\\slash",
    "(paren)",
    "tcp(x)/y?z=1",
    "a&b=c",
    "#hash",
    "日本語",
    "with space",
    "{}[]",
    "'single'",
    "$HOME",
    "?timeout=1s",
    "ends/",
    "@",
    ":",
    "%d%s",
    "new\tline",
];
const ADDRESSES: &[&str] = &[
    "tcp(127.0.0.1:3306)",
    "tcp(db:3306)",
    "tcp(db.internal)",
    "tcp([::1]:3306)",
    "tcp([fe80::1%25eth0]:3306)",
    "tcp([2001:db8::7]:3307)",
    "tcp",
    "unix(/tmp/mysql.sock)",
    "unix(/var/run/mysqld/mysqld.sock)",
    "unix(@abstract)",
    "unix",
    "cloudsql(project:region:instance)",
    "",
];
const NAMES: &[&str] = &["db", "shop", "", "my-db", "a%2Fb", "schön", "db_1", "x%3Fy"];
const PARAMS: &[&str] = &[
    "parseTime=true",
    "parseTime=True",
    "loc=Asia%2FShanghai",
    "loc=Local",
    "charset=utf8mb4,utf8",
    "collation=utf8mb4_unicode_ci",
    "maxAllowedPacket=0",
    "interpolateParams=true",
    "tls=skip-verify",
    "tls=false",
    "multiStatements=true",
    "time_zone=%27%2B00%3A00%27",
    "sql_mode=%27ANSI%27",
    "foo=bar",
    "connectionAttributes=program_name:orders",
    "timeout=3s",
    "timeout=0",
    "timeout=90s",
    "readTimeout=0",
    "readTimeout=1m30s",
    "writeTimeout=250ms",
    "checkConnLiveness=false",
    "allowNativePasswords=false",
    "rejectReadOnly=true",
    "novalue",
    "timeout",
    "mytimeout=1",
    "columnsWithAlias=true",
];
