//! Indentation and line endings, so that inserted lines look like their neighbours.

/// How a file ends its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
}

impl LineEnding {
    /// The ending of the first line of `text`; `\n` when it has only one line.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match memchr::memchr(b'\n', text.as_bytes()) {
            Some(at) if at > 0 && text.as_bytes()[at - 1] == b'\r' => Self::CrLf,
            _ => Self::Lf,
        }
    }

    /// The characters themselves.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// The offset at which the line that holds `offset` starts.
#[must_use]
pub fn line_start(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)
}

/// The white space that the line of `offset` begins with.
#[must_use]
pub fn indentation_at(text: &str, offset: usize) -> &str {
    let line = &text[line_start(text, offset)..];
    let width = line
        .bytes()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    &line[..width]
}

/// Moves every line but the first from indentation `from` to indentation `to`. Lines for which
/// `keep` says so (by the offset of their start: those within raw strings) stay as they are, and
/// so do empty ones. Those that stand further out than `from` (labels) move by as many tabs.
#[must_use]
pub fn reindent(text: &str, from: &str, to: &str, keep: impl Fn(usize) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let blank = line.trim_end_matches(['\r', '\n']).is_empty();
        if offset == 0 || blank || keep(offset) {
            out.push_str(line);
        } else if let Some(rest) = line.strip_prefix(from) {
            out.push_str(to);
            out.push_str(rest);
        } else if let Some((indent, rest)) = moved_by_tabs(line, from, to) {
            out.extend(std::iter::repeat_n('\t', indent));
            out.push_str(rest);
        } else {
            out.push_str(line);
        }
        offset += line.len();
    }
    out
}

/// How many tabs a line has after it moved as `from` moves to `to`, and what is behind them. None
/// where there is something else than tabs.
fn moved_by_tabs<'t>(line: &'t str, from: &str, to: &str) -> Option<(usize, &'t str)> {
    let tabs = |text: &str| text.bytes().all(|byte| byte == b'\t');
    let rest = line.trim_start_matches('\t');
    let own = line.len() - rest.len();
    (tabs(from) && tabs(to) && !rest.starts_with(' '))
        .then(|| ((own + to.len()).saturating_sub(from.len()), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reindent_moves_all_but_the_first_line_and_the_kept_ones() {
        let moved = reindent("if x {\n\t\ta\n\n\traw\n\t}", "\t", "\t\t", |at| at == 12);
        assert_eq!(moved, "if x {\n\t\t\ta\n\n\traw\n\t\t}");
    }

    #[test]
    fn labels_stay_one_tab_further_out() {
        let moved = reindent("a\n\tL:\n\t\tb\n  odd", "\t\t", "\t\t\t", |_| false);
        assert_eq!(moved, "a\n\t\tL:\n\t\t\tb\n  odd");
        assert_eq!(reindent("a\nL:\n\tb", "\t", "", |_| false), "a\nL:\nb");
    }

    #[test]
    fn line_ending_is_that_of_the_first_line() {
        assert_eq!(LineEnding::of("a\r\nb\n"), LineEnding::CrLf);
        assert_eq!(LineEnding::of("a\nb\r\n"), LineEnding::Lf);
        assert_eq!(LineEnding::of("a"), LineEnding::Lf);
    }
}
