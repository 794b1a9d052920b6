//! A unified diff that `git apply` takes, as <https://git-scm.com/docs/diff-format> describes it.
//!
//! `git apply` skips lines that are neither header nor hunk, so remarks stand in lines that begin
//! with `#`: ahead of each file what did it, and after the last file what is left open.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::engine::{CheckedText, Finding, Status};

use super::style::{Paint, Role};
use super::{Report, one_line, slashed_bytes, status_word};

/// Unchanged lines around each change.
const CONTEXT: usize = 3;

pub(super) fn write(report: &Report, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    for changed in &report.outcome.changed {
        for finding in &report.outcome.findings {
            if applied(finding) && touches(finding, changed.path()) {
                let remark = format!(
                    "# {} ({}) at {}: {}",
                    finding.codemod,
                    finding.applicability.as_str(),
                    place(finding),
                    one_line(&finding.message)
                );
                writeln!(out, "{}", paint.as_role(Role::Remark, remark))?;
            }
        }
        out.write_all(patch(changed, paint).as_bytes())?;
    }
    for finding in report.outcome.findings.iter().filter(|it| !applied(it)) {
        if finding.status == Status::Suppressed {
            continue;
        }
        let because = finding
            .reason
            .as_deref()
            .map_or(String::new(), |reason| format!(" ({})", one_line(reason)));
        let remark = format!(
            "# {}: {} at {}: {}{because}",
            status_word(finding.status),
            finding.codemod,
            place(finding),
            one_line(&finding.message)
        );
        writeln!(out, "{}", paint.as_role(Role::Remark, remark))?;
        if let Some(hint) = &finding.hint {
            let remark = format!("#   hint: {}", one_line(hint));
            writeln!(out, "{}", paint.as_role(Role::Remark, remark))?;
        }
    }
    for miss in &report.outcome.near_misses {
        let remark = format!(
            "# near miss: {} at {}: {}",
            miss.codemod,
            super::place(&miss.path, miss.start),
            one_line(&miss.message)
        );
        writeln!(out, "{}", paint.as_role(Role::Remark, remark))?;
    }
    Ok(())
}

fn applied(finding: &Finding) -> bool {
    matches!(finding.status, Status::WouldFix | Status::Fixed)
}

fn touches(finding: &Finding, path: &Path) -> bool {
    finding.edits.iter().any(|edit| edit.path == path)
}

fn place(finding: &Finding) -> String {
    let place = super::place(&finding.path, finding.start);
    match finding.round {
        1 => place,
        round => format!("{place} in round {round}"),
    }
}

/// The patch of one file.
fn patch(changed: &CheckedText, paint: Paint) -> String {
    let path = slashed_bytes(changed.path());
    let mut out = String::new();
    let header = |text: String| paint.as_role(Role::Header, text);
    let (old, new) = (quoted("a/", &path), quoted("b/", &path));
    // Without git's own `diff --git` line, which would make `git apply` read the paths from the root
    // of the repository instead of from the current directory. As git has it: a name with a space is closed by a tab.
    let tab = if path.contains(&b' ') { "\t" } else { "" };
    let _ = writeln!(out, "{}", header(format!("--- {old}{tab}")));
    let _ = writeln!(out, "{}", header(format!("+++ {new}{tab}")));
    let before = lines(changed.before());
    let after = lines(changed.after());
    let diff = TextDiff::configure().diff_slices(&before, &after);
    for group in diff.grouped_ops(CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let old = first.old_range().start..last.old_range().end;
        let new = first.new_range().start..last.new_range().end;
        let hunk = format!("@@ -{} +{} @@", range(&old), range(&new));
        let _ = writeln!(out, "{}", paint.as_role(Role::Hunk, hunk));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            line(&mut out, change.tag(), change.value(), paint);
        }
    }
    out
}

fn line(out: &mut String, tag: ChangeTag, text: &str, paint: Paint) {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let (sign, role) = match tag {
        ChangeTag::Equal => (' ', None),
        ChangeTag::Delete => ('-', Some(Role::Removed)),
        ChangeTag::Insert => ('+', Some(Role::Added)),
    };
    let body = format!("{sign}{body}");
    out.push_str(&role.map_or_else(|| body.clone(), |role| paint.as_role(role, &body)));
    out.push('\n');
    if !text.ends_with('\n') {
        out.push_str("\\ No newline at end of file\n");
    }
}

/// Only `\n` ends a line of a patch.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines of a hunk: an empty range is named by the line before it.
fn range(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

/// A name as git quotes it in headers. Bytes that are no text are written in octal digits.
fn quoted(prefix: &str, path: &[u8]) -> String {
    let plain = std::str::from_utf8(path).ok();
    let odd = |c: char| c.is_control() || c == '"' || c == '\\';
    if let Some(path) = plain.filter(|path| !path.contains(odd)) {
        return format!("{prefix}{path}");
    }
    let mut out = format!("\"{prefix}");
    for chunk in path.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => {
                    out.push('\\');
                    out.push(c);
                }
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => octal(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes()),
                c => out.push(c),
            }
        }
        octal(&mut out, chunk.invalid());
    }
    out.push('"');
    out
}

fn octal(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "\\{byte:03o}");
    }
}
