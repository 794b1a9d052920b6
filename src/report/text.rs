//! One line per finding, for reading and for editors that jump to `path:line:column`.

use std::io::{self, Write};

use super::style::{Paint, Role};
use super::{Report, one_line, place, status_word};

pub(super) fn write(report: &Report, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.outcome.findings {
        let place = place(&finding.path, finding.start);
        writeln!(
            out,
            "{}: {}: {} [{}, {}]",
            paint.as_role(Role::Header, place),
            paint.as_role(Role::Id, &finding.codemod),
            one_line(&finding.message),
            finding.applicability.as_str(),
            status_word(finding.status)
        )?;
        for (word, said) in [("because", &finding.reason), ("hint", &finding.hint)] {
            if let Some(said) = said {
                let remark = format!("    {word}: {}", one_line(said));
                writeln!(out, "{}", paint.as_role(Role::Remark, remark))?;
            }
        }
    }
    for miss in &report.outcome.near_misses {
        let place = place(&miss.path, miss.start);
        writeln!(
            out,
            "{}: {}: near miss: {}",
            paint.as_role(Role::Header, place),
            paint.as_role(Role::Id, &miss.codemod),
            one_line(&miss.message)
        )?;
    }
    Ok(())
}
