//! Facts against Go's own type checker: what they claim of every expression, name, string
//! constant, call and function end of the standard library and of two modules is right, and most
//! is known.
//!
//! `GOFIX_PIT_ORACLE` may hold further package patterns and `GOFIX_PIT_ORACLE_DIR` the module they
//! are listed in; `GOFIX_PIT_ORACLE_SHOW` shows that many samples of what is not known.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and tells what it saw"
)]

mod compare;
mod flow;
mod record;
mod tally;
mod world;
mod written;

use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use record::Records;
use tally::Tally;
use world::Disk;

const MODULES: [&str; 2] = [
    "github.com/hibiken/asynq/...",
    "github.com/caddyserver/certmagic/...",
];

#[test]
fn the_standard_library() {
    let Some(tally) = compared("std", &["std"], &oracle_dir()) else {
        return;
    };
    tally.holds(85);
}

#[test]
fn modules_with_dependencies() {
    let Some(tally) = compared("modules", &MODULES, &oracle_dir()) else {
        return;
    };
    tally.holds(75);
}

#[test]
fn further_packages() {
    let Some(patterns) = std::env::var("GOFIX_PIT_ORACLE").ok() else {
        return;
    };
    let dir = std::env::var_os("GOFIX_PIT_ORACLE_DIR").map_or_else(oracle_dir, PathBuf::from);
    let patterns: Vec<&str> = std::iter::once("-e").chain(patterns.split(' ')).collect();
    if let Some(tally) = compared("further", &patterns, &dir) {
        tally.holds(0);
    }
}

/// Small packages that each try to fool us, on the platforms that they differ for.
#[test]
fn tricky_packages() {
    for os in ["linux", "windows", "darwin"] {
        let patterns = ["-test", &format!("-os={os}"), "./tricky/..."];
        let Some(tally) = compared(&format!("tricky, {os}"), &patterns, &oracle_dir()) else {
            return;
        };
        tally.is_right();
    }
}

fn oracle_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go-oracle")
}

/// The tally of all packages that the patterns list; none without Go.
fn compared(title: &str, patterns: &[&str], dir: &Path) -> Option<Tally> {
    let oracle = build()?;
    let mut child = Command::new(oracle)
        .args(patterns)
        .current_dir(dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let records = Records::new(BufReader::with_capacity(
        1 << 20,
        child.stdout.take().unwrap(),
    ));
    let total = Mutex::new(Tally::default());
    let (dirs, packages) = records.split();
    let disk = Disk::new(dirs);
    let packages = Mutex::new(packages);
    let work = || {
        loop {
            // The lock ends with the statement: reading is one thread's at a time, comparing is not.
            let next = packages.lock().unwrap().next();
            let Some(package) = next else {
                return;
            };
            let tally = compare::package(&package, &disk);
            total.lock().unwrap().add(tally);
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
    assert!(child.wait().unwrap().success(), "the oracle failed");
    assert!(
        packages.into_inner().unwrap().is_complete(),
        "the oracle broke off"
    );
    let total = total.into_inner().unwrap();
    eprintln!("{}", total.report(title));
    Some(total)
}

/// The oracle as a program; none, and a loud line, without Go.
fn build() -> Option<PathBuf> {
    static BUILT: std::sync::OnceLock<Option<PathBuf>> = std::sync::OnceLock::new();
    BUILT.get_or_init(build_new).clone()
}

fn build_new() -> Option<PathBuf> {
    let here = Command::new("go").arg("version").output();
    if !here.is_ok_and(|output| output.status.success()) {
        assert!(
            std::env::var("GOFIX_PIT_REQUIRE_GO").as_deref() != Ok("1"),
            "Go is required and not on the PATH"
        );
        // Not `eprintln!`: the test harness would swallow it.
        let skipped = "SKIPPED (needs Go): facts are not compared with go/types";
        let _ = writeln!(std::io::stderr(), "{skipped}");
        return None;
    }
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
    let built = Command::new("go")
        .args(["build", "-o"])
        .arg(&program)
        .arg(".")
        .current_dir(oracle_dir())
        .status()
        .unwrap();
    assert!(built.success(), "the oracle does not build");
    Some(program)
}
