//! Patches as git takes them: from any directory of a repository, whatever files are called; and
//! what is written as what was shown.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/project.rs"]
mod project;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use project::Project;

const RACE: &str = "package m\n\nimport \"sync\"\n\nvar seen sync.Map\n\nfunc Mark(k string) {\n\tif _, ok := seen.Load(k); !ok {\n\t\tseen.Store(k, true)\n\t}\n}\n";
const NO_RACE: &str = "package m\n\nimport \"sync\"\n\nvar seen sync.Map\n\nfunc Mark(k string) {\n\tseen.LoadOrStore(k, true)\n}\n";

/// Runs in a folder, and has git apply there what comes out; what was said on standard error.
fn piped(project: &Project, folder: &str, args: &[&str], git: &[&str]) -> String {
    let mut command = project.command(&[&["-c", "sync-map-load-or-store"], args].concat());
    let output = command.current_dir(project.at(folder)).output().unwrap();
    let mut apply = Command::new("git")
        .arg("apply")
        .args(git)
        .current_dir(project.at(folder))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut apply.stdin.take().unwrap(), &output.stdout).unwrap();
    assert!(apply.wait().unwrap().success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_patch_applies_where_the_command_ran() {
    let project = Project::new(&[("svc/a.go", RACE), ("svc/in/b.go", RACE), ("a.go", RACE)]);
    project.commit();
    let said = piped(&project, "svc", &[], &[]);
    assert!(!said.contains("warning"), "{said}");
    assert_eq!(project.read("svc/a.go"), NO_RACE);
    assert_eq!(project.read("svc/in/b.go"), NO_RACE);
    assert_eq!(project.read("a.go"), RACE);
}

#[test]
fn where_git_would_guess_wrong_it_is_told_what_to_do() {
    let project = Project::new(&[("x/a.go", RACE), ("x/x/a.go", RACE)]);
    project.commit();
    let said = piped(&project, "x", &["x"], &["-p1"]);
    assert!(
        said.contains("warning: git apply -p1 is what applies this patch: without it x/a.go"),
        "{said}"
    );
    assert_eq!(project.read("x/x/a.go"), NO_RACE);
    assert_eq!(project.read("x/a.go"), RACE);
}

#[test]
fn a_name_that_is_no_text_is_told_as_its_bytes() {
    let project = Project::new(&[]);
    let name = project.path().join(OsStr::from_bytes(b"odd\xff\x7f.go"));
    fs::write(&name, RACE).unwrap();
    project.commit();
    piped(&project, ".", &[], &[]);
    assert_eq!(fs::read_to_string(&name).unwrap(), NO_RACE);
}

#[test]
fn each_file_has_one_name() {
    let project = Project::new(&[("in/real.go", RACE)]);
    symlink("real.go", project.at("in/link.go")).unwrap();
    symlink("in", project.at("out")).unwrap();
    project.commit();
    let paths = ["in/real.go", "in/../in/real.go", "in/link.go", "out"];
    piped(&project, ".", &paths, &[]);
    assert_eq!(project.read("in/real.go"), NO_RACE);
    assert!(project.at("in/link.go").is_symlink());
    project.git(&["checkout", "-q", "."]);
    let mut elsewhere = project.command(&["../in"]);
    let ran = elsewhere.current_dir(project.at(".git")).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        said.contains("warning: git apply takes no path outside of the current directory: ../in/"),
        "{said}"
    );
}

#[test]
fn writing_needs_to_know_what_is_committed() {
    let project = Project::new(&[("a.go", RACE)]);
    project.commit();
    project.write("a.go", format!("{RACE}// precious\n").as_bytes());
    let empty = Project::new(&[]);
    for path in [empty.path().to_str().unwrap(), ""] {
        let mut command = project.command(&["--write"]);
        let ran = command.env("PATH", path).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(2), "{said}");
        assert!(said.contains("git does not tell what has been committed in"));
        assert!(said.contains("--allow-dirty writes without asking git"));
        assert!(project.read("a.go").contains("seen.Load(k)"));
    }
    // A repository that git itself finds broken.
    fs::write(project.at(".git/HEAD"), "nonsense").unwrap();
    let ran = project.run(&["--write"]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    let ran = project.run(&["--write", "--allow-dirty"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn edits_of_a_finding_bring_its_imports_along() {
    let text = "package m\n\nimport (\n\t\"fmt\"\n\t\"io/ioutil\"\n)\n\nfunc Read(p string) ([]byte, error) {\n\tfmt.Println(p)\n\treturn ioutil.ReadFile(p)\n}\n";
    let project = Project::new(&[("a.go", text)]);
    let ran = project.run(&["-c", "ioutil", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let mut after = text.to_owned();
    let edits = report["findings"][0]["edits"].as_array().unwrap();
    for edit in edits.iter().rev() {
        let place = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        after.replace_range(place("start")..place("end"), edit["text"].as_str().unwrap());
    }
    assert_eq!(
        after,
        text.replace("\t\"io/ioutil\"", "\t\"os\"")
            .replace("ioutil.ReadFile", "os.ReadFile")
    );
    // Where another use keeps the import it stays.
    let twice = format!("{text}\nvar _ = ioutil.Discard\n");
    project.write("a.go", twice.as_bytes());
    let ran = project.run(&["-c", "ioutil", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let edits = report["findings"][0]["edits"].as_array().unwrap();
    assert_eq!(edits.len(), 2, "{edits:?}");
}
