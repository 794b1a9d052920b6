//! Connection strings on the command line: what is told of them, and of which of their places.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use project::Project;
use serde_json::Value;

const MOD: &str = "module example.com/m

go 1.24

require (
\tgithub.com/go-redis/redis/v8 v8.11.5
\tgithub.com/go-sql-driver/mysql v1.10.1
\tgithub.com/lib/pq v1.12.3
)
";

const CODEMODS: [&str; 12] = [
    "-c",
    "mysql-dsn-timeouts",
    "-c",
    "mysql-dsn-invalid",
    "-c",
    "mysql-dsn-key-case",
    "-c",
    "mysql-config-timeouts",
    "-c",
    "postgres-dsn-timeout",
    "-c",
    "redis-options-timeouts",
];

/// Every way to be found, fixed, suggested, turned down: each with the same password and host.
const SECRETS: &str = r#"package m

import (
	"database/sql"
	"fmt"
	"os"

	old "github.com/go-redis/redis/v8"
	"github.com/go-sql-driver/mysql"
	"github.com/redis/go-redis/v9"
	gorm "gorm.io/driver/mysql"
)

const (
	declared = "app:hunter2@tcp(db.internal)/d"
	leaked   = "app:hunter2@tcp(db.internal)/d"
	Exported = "app:hunter2@tcp(db.internal)/d"
	format   = "app:hunter2@tcp(db.internal)/%s?x=%s"
)

func open(name, rest string) {
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d")
	sql.Open("mysql", `app:hunter2@tcp(db.internal)/d`)
	sql.Open("mysql", declared)
	sql.Open("mysql", declared)
	sql.Open("mysql", Exported)
	os.Setenv("DSN", leaked)
	sql.Open("mysql", leaked)
	sql.Open("mysql", fmt.Sprintf(format, name, rest))
	sql.Open("mysql", fmt.Sprintf("app:hunter2@tcp(db.internal)/%s", rest))
	sql.Open("mysql", fmt.Sprintf("app:hunter2@tcp(db.internal)/%s_%s", rest, name))
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?"+rest)
	sql.Open("mysql", rest+":hunter2@db.internal")
	sql.Open("mysql", "mysql://app:hunter2@db.internal/d")
	sql.Open("mysql", "app:hunter2@db.internal:3306/d")
	sql.Open("mysql", "hunter2.db.internal")
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?timeout=1s&readTimeout=1s&writeTimeout=1s")
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?readtimeout=1s")
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?readtimeout=1s&readTimeout=1s")
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?maxAllowedPacket=64M&timeout=5")
	sql.Open("mysql", "app:hunter2@tcp(db.internal)/d?loc=Asia/Tokyo")
	sql.Open("sqlite3", "app:hunter2@tcp(db.internal)/d")
	gorm.Open("app:hunter2@tcp(db.internal)/d")
	gorm.New(gorm.Config{DSN: "app:hunter2@tcp(db.internal)/d"})
	mysql.ParseDSN("app:hunter2@tcp(db.internal)/d")
	sql.Open("postgres", "host=db.internal password=hunter2 sslmode=disable")
	sql.Open("postgres", "service=hunter2 host=db.internal")
	sql.Open("postgres", "host=db.internal password='hunter2")
	sql.Open("postgres", "host=db.internal password=hunter2 Connect_Timeout=3")
	sql.Open("postgres", "host=db.internal password=hunter2 "+rest)
	sql.Open("postgres", "postgres://app:hunter2@db.internal/d")
	sql.Open("postgres", "postgres://app:hunter2@db.internal/d#x")
	sql.Open("postgres", "postgres://app:hunter2?@db.internal/d")
	sql.Open("postgres", fmt.Sprintf("postgres://app:hunter2@db.internal/%s", rest))
	redis.ParseURL("redis://:hunter2@db.internal:6379/0")
	redis.ParseURL("http://:hunter2@db.internal:6379/0")
	redis.ParseURL("redis://:hunter2@db.internal:6379/" + rest)
	old.ParseURL("redis://:hunter2@db.internal:6379/0")
	redis.NewClient(&redis.Options{Addr: "db.internal", Password: "hunter2", ReadTimeout: -1})
	redis.NewClient(&redis.Options{
		Addr: "db.internal", Password: "hunter2",
		DB: 1})
}

func configured() {
	process(mysql.Config{Passwd: "hunter2", Addr: "db.internal"})
	config := mysql.NewConfig()
	config.Passwd = "hunter2"
	process(config)
}

func broken() { sql.Open("mysql", "app:hunter2@tcp(db.internal)/d" }
"#;

#[test]
fn no_text_of_a_connection_string_is_told() {
    let project = Project::new(&[("go.mod", MOD), ("m.go", SECRETS)]);
    for format in ["text", "json", "sarif", "github"] {
        for more in [&["--near-misses"][..], &["--unsafe", "-v", "--stats"]] {
            let mut args = vec!["--format", format, "--no-config"];
            args.extend(CODEMODS);
            args.extend(more);
            let ran = project.run(&args);
            assert_eq!(ran.status, 1, "{format} {more:?}: {}", ran.err);
            for secret in ["hunter2", "db.internal", "app:", "Tokyo"] {
                assert!(
                    !ran.out.contains(secret),
                    "{format} {more:?}: {secret}: {}",
                    ran.out
                );
                assert!(
                    !ran.err.contains(secret),
                    "{format} {more:?}: {secret}: {}",
                    ran.err
                );
            }
        }
    }
    let mut args = vec!["--format", "json", "--unsafe"];
    args.extend(CODEMODS);
    let ran = project.run(&args);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    for status in ["would-fix", "suggested"] {
        let count = findings.iter().filter(|it| it["status"] == status).count();
        assert!(count >= 10, "{count} {status}");
    }
}

#[test]
fn a_declared_string_is_one_finding_at_its_declaration_wherever_it_is_used() {
    let opened = "package m\n\nimport \"database/sql\"\n\nfunc NAME() (*sql.DB, error) {\nCOMMENT\treturn sql.Open(\"mysql\", dsn)\n}\n";
    let open = |name: &str, comment: &str| opened.replace("NAME", name).replace("COMMENT", comment);
    let declared = "package m\n\nCOMMENTconst dsn = \"u:p@tcp(h)/d\"\n";
    let project = Project::new(&[
        ("go.mod", MOD),
        ("a.go", &open("first", "")),
        ("b.go", &open("second", "")),
        ("dsn.go", &declared.replace("COMMENT", "")),
    ]);
    let args = ["-c", "mysql-dsn-timeouts", "--unsafe", "--format", "json"];
    let report =
        |project: &Project| -> Value { serde_json::from_str(&project.run(&args).out).unwrap() };
    let found = report(&project);
    let found = found["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["path"], "dsn.go");
    assert_eq!(
        (&found[0]["start"]["line"], &found[0]["start"]["column"]),
        (&3.into(), &7.into())
    );
    assert_eq!(found[0]["status"], "would-fix");

    let ignore = "//gofixpit:ignore mysql-dsn-timeouts it is bounded elsewhere\n";
    for (path, text) in [
        ("dsn.go", declared.replace("COMMENT", ignore)),
        ("b.go", open("second", &format!("\t{ignore}"))),
    ] {
        let before = project.read(path);
        project.write(path, text.as_bytes());
        let ran = project.run(&args);
        let found: Value = serde_json::from_str(&ran.out).unwrap();
        let found = &found["findings"];
        assert_eq!(found.as_array().unwrap().len(), 1, "{path}");
        assert_eq!(found[0]["status"], "suppressed", "{path}");
        assert!(!ran.err.contains("suppresses nothing"), "{}", ran.err);
        project.write(path, before.as_bytes());
    }

    // What is generated is not edited, and has no findings.
    let generated = "// Code generated by hand. DO NOT EDIT.\n\n";
    project.write(
        "dsn.go",
        format!("{generated}{}", declared.replace("COMMENT", "")).as_bytes(),
    );
    let found = report(&project);
    let found = found["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["path"], "a.go");
    assert_eq!(found[0]["status"], "suggested");
}

#[test]
fn codemods_of_one_dsn_come_to_rest_together() {
    let text = "package m\n\nimport \"database/sql\"\n\nfunc open() (*sql.DB, error) {\n\treturn sql.Open(\"mysql\", \"u:p@tcp(h)/d?readtimeout=5&loc=Asia/Shanghai\")\n}\n";
    let project = Project::new(&[("go.mod", MOD), ("m.go", text)]);
    let mut args = vec!["--write", "--unsafe", "--allow-dirty"];
    args.extend(CODEMODS);
    let ran = project.run(&args);
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let dsn = "u:p@tcp(h)/d?readTimeout=5s&loc=Asia%2FShanghai&timeout=5s&writeTimeout=10s";
    assert!(
        project.read("m.go").contains(dsn),
        "{}",
        project.read("m.go")
    );
    assert_eq!(project.run(&CODEMODS).status, 0);
}

#[test]
fn values_that_a_driver_would_refuse_are_mistakes() {
    let project = Project::new(&[("go.mod", MOD)]);
    for (param, good, bad) in [
        (
            "mysql-dsn-timeouts.timeout",
            &["3s", "1m30s", "250ms"][..],
            &["5", "0", "5 s", "s", "-1s", "5s&x=y"][..],
        ),
        (
            "mysql-dsn-timeouts.order",
            &["timeout", "readTimeout,timeout"],
            &["Timeout", "timeout,x"],
        ),
        (
            "mysql-config-timeouts.readTimeout",
            &["3s"],
            &["1m30s", "5"],
        ),
        (
            "postgres-dsn-timeout.connect_timeout",
            &["3"],
            &["5s", "0", "-1", "1.5"],
        ),
        (
            "postgres-dsn-timeout.statement_timeout",
            &["0", "3000"],
            &["3s", "-1"],
        ),
        ("redis-options-timeouts.read", &["3s"], &["3", "-1"]),
    ] {
        for (values, status) in [(good, 0), (bad, 2)] {
            for value in values {
                let ran = project.run(&["--param", &format!("{param}={value}")]);
                assert_eq!(ran.status, status, "{param}={value}: {}", ran.err);
                assert!(status == 0 || ran.err.contains(param), "{}", ran.err);
            }
        }
    }
    project.write(
        "gofix-pit.toml",
        b"[params.mysql-dsn-timeouts]\ntimeout = \"5\"\n",
    );
    let ran = project.run(&[]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.err.contains("gofix-pit.toml:2:11") && ran.err.contains("5s"),
        "{}",
        ran.err
    );
}
