//! A Go program full of connection strings for `MySQL`, odd ones too, each written in one of the ways
//! in which Go code writes them. It compares what the driver makes of each with its original.

use std::fmt::Write as _;

use super::random::Random;

/// The program with `count` DSNs.
pub fn program(count: usize, seed: u64) -> String {
    let mut random = Random::new(seed);
    let mut declarations = String::new();
    let mut table = String::new();
    for number in 0..count {
        let parts = Parts::new(&mut random);
        let way = Way::pick(&mut random);
        let expression = way.write(&mut random, number, &parts, &mut declarations);
        let original = hexadecimal(&parts.text());
        let _ = writeln!(
            table,
            "\t{{\"{original}\", func() (*mysql.Config, error) {{ return mysql.ParseDSN({expression}) }}}},"
        );
    }
    HEAD.replace("DECLARATIONS\n", &declarations)
        .replace("TABLE\n", &table)
}

const HEAD: &str = r#"// Command dsns compares DSNs with their originals as the driver reads them.
package main

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// decoded is text that no one reads off the source.
func decoded(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

DECLARATIONS
var table = []struct {
	original string
	parse    func() (*mysql.Config, error)
}{
TABLE
}

func main() {
	valid, completed, untouched, wrong := 0, 0, 0, 0
	for i, row := range table {
		original := decoded(row.original)
		want, wantErr := mysql.ParseDSN(original)
		got, gotErr := row.parse()
		if wantErr != nil || gotErr != nil {
			if wantErr == nil || gotErr == nil {
				wrong++
				fmt.Printf("%d %q: before %v, now %v\n", i, original, wantErr, gotErr)
			}
			continue
		}
		valid++
		if reflect.DeepEqual(got, want) {
			untouched++
		} else {
			completed++
		}
		for _, timeout := range []struct {
			key       string
			want, got *time.Duration
			value     time.Duration
		}{
			{"timeout", &want.Timeout, &got.Timeout, 5 * time.Second},
			{"readTimeout", &want.ReadTimeout, &got.ReadTimeout, 10 * time.Second},
			{"writeTimeout", &want.WriteTimeout, &got.WriteTimeout, 10 * time.Second},
		} {
			expected := timeout.value
			if has(original, timeout.key) || reflect.DeepEqual(got, want) {
				expected = *timeout.want
			}
			if *timeout.got != expected {
				wrong++
				fmt.Printf("%d %q: %s is %v\n", i, original, timeout.key, *timeout.got)
			}
			*timeout.got = *timeout.want
		}
		if !reflect.DeepEqual(got, want) {
			wrong++
			fmt.Printf("%d %q: %+v became %+v\n", i, original, want, got)
		}
	}
	fmt.Printf("valid %d, completed %d, untouched %d, wrong %d\n", valid, completed, untouched, wrong)
}

func has(dsn, key string) bool {
	_, params, _ := strings.Cut(dsn[strings.LastIndex(dsn, "/")+1:], "?")
	for item := range strings.SplitSeq(params, "&") {
		if strings.HasPrefix(item, key+"=") {
			return true
		}
	}
	return false
}
"#;

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

/// A DSN in two parts: the credentials, and what is behind their `@`.
struct Parts {
    user: &'static str,
    password: &'static str,
    rest: String,
}

impl Parts {
    fn new(random: &mut Random) -> Self {
        let user = random.pick(USERS);
        let password = if user.is_empty() {
            ""
        } else {
            random.pick(PASSWORDS)
        };
        let mut rest = format!("{}/{}", random.pick(ADDRESSES), random.pick(NAMES));
        for number in 0..random.below(5) {
            rest.push(if number == 0 { '?' } else { '&' });
            rest.push_str(random.pick(PARAMS));
        }
        if random.one_in(12) {
            rest.push(if rest.contains('?') { '&' } else { '?' });
        }
        Self {
            user,
            password,
            rest,
        }
    }

    fn credentials(&self) -> String {
        match (self.user, self.password) {
            ("", _) => String::new(),
            (user, "") => format!("{user}@"),
            (user, password) => format!("{user}:{password}@"),
        }
    }

    fn text(&self) -> String {
        format!("{}{}", self.credentials(), self.rest)
    }
}

/// A way in which Go code writes a DSN.
#[derive(Clone, Copy)]
enum Way {
    Literal,
    Escapes,
    Raw,
    Constant,
    Variable,
    Pieces,
    Format,
    Concatenation,
}

impl Way {
    fn pick(random: &mut Random) -> Self {
        random.pick(&[
            Self::Literal,
            Self::Escapes,
            Self::Raw,
            Self::Constant,
            Self::Variable,
            Self::Pieces,
            Self::Format,
            Self::Concatenation,
        ])
    }

    /// The expression; what it refers to is added to the declarations.
    fn write(
        self,
        random: &mut Random,
        number: usize,
        parts: &Parts,
        declarations: &mut String,
    ) -> String {
        let text = parts.text();
        match self {
            Self::Literal => quoted(&text),
            Self::Escapes => escaped(&text, random),
            Self::Raw => format!("`{text}`"),
            Self::Constant => {
                let _ = writeln!(declarations, "const dsn{number} = {}\n", quoted(&text));
                format!("dsn{number}")
            }
            Self::Variable => {
                let _ = writeln!(declarations, "var dsn{number} = {}\n", quoted(&text));
                format!("dsn{number}")
            }
            Self::Pieces => {
                let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                let cut = random.pick(&cuts);
                let _ = writeln!(
                    declarations,
                    "const head{number} = {}\n",
                    quoted(&text[..cut])
                );
                format!("head{number} + {}", quoted(&text[cut..]))
            }
            Self::Format => {
                let _ = writeln!(
                    declarations,
                    "var credentials{number} = decoded(\"{}\")\n",
                    hexadecimal(&parts.credentials())
                );
                let format = format!("%s{}", parts.rest.replace('%', "%%"));
                format!("fmt.Sprintf({}, credentials{number})", quoted(&format))
            }
            Self::Concatenation => {
                let _ = writeln!(
                    declarations,
                    "var credentials{number} = decoded(\"{}\")\n",
                    hexadecimal(&parts.credentials())
                );
                format!("credentials{number} + {}", quoted(&parts.rest))
            }
        }
    }
}

/// An interpreted string literal.
fn quoted(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// The same with some characters written as escapes.
fn escaped(text: &str, random: &mut Random) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        if random.one_in(4) || matches!(c, '"' | '\\' | '\t') {
            let code = u32::from(c);
            let _ = match code {
                0..=0x7f if random.one_in(2) => write!(literal, "\\x{code:02x}"),
                0..=0x7f => write!(literal, "\\{code:03o}"),
                _ => write!(literal, "\\u{code:04x}"),
            };
        } else {
            literal.push(c);
        }
    }
    literal.push('"');
    literal
}

fn hexadecimal(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}
