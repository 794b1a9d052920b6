//! Annotations of a pull request: GitHub's workflow commands,
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::io::{self, Write};

use crate::engine::Status;

use super::{Report, is_open, one_line, slashed};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.outcome.findings {
        if matches!(finding.status, Status::Suppressed | Status::Fixed) {
            continue;
        }
        let level = if is_open(finding) {
            "warning"
        } else {
            "notice"
        };
        let mut said = one_line(&finding.message);
        for more in [&finding.reason, &finding.hint].into_iter().flatten() {
            said = format!("{said} ({})", one_line(more));
        }
        writeln!(
            out,
            "::{level} file={},line={},col={},endLine={},title={}::{}",
            property(&slashed(&finding.path)),
            finding.start.line,
            finding.char_columns.0,
            finding.end.line,
            property(&finding.codemod),
            data(&said)
        )?;
    }
    for error in &report.outcome.errors {
        let level = if error.fatal { "error" } else { "warning" };
        let line = error
            .line
            .map_or_else(String::new, |line| format!(",line={line}"));
        writeln!(
            out,
            "::{level} file={}{line}::{}",
            property(&slashed(&error.path)),
            data(&one_line(&error.message))
        )?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
