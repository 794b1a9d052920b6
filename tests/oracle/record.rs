//! The oracle's output, read package by package: the whole would be too large to keep.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::PathBuf;

/// What the oracle says about one package.
#[derive(Default)]
pub struct PackageRecord {
    pub dir: PathBuf,
    pub files: Vec<FileRecord>,
    /// The types that expressions refer to by number.
    pub types: Vec<String>,
}

/// About one of its files. Spans are byte offsets.
#[derive(Default)]
pub struct FileRecord {
    pub path: PathBuf,
    pub expressions: Vec<Expression>,
    pub identifiers: Vec<((usize, usize), String)>,
    pub strings: Vec<((usize, usize), String)>,
    pub calls: Vec<((usize, usize), String)>,
    /// Of bodies of functions, of other lists, and of statements, how they can end.
    pub bodies: Vec<((usize, usize), String)>,
    pub lists: Vec<((usize, usize), String)>,
    pub statements: Vec<((usize, usize), String)>,
    /// Of lists, the statements that leave them.
    pub exits: Vec<((usize, usize), String)>,
    /// Of expressions and statements in heads, whether they can run again.
    pub steps: Vec<((usize, usize), String)>,
}

pub struct Expression {
    pub span: (usize, usize),
    pub kind: String,
    pub flags: String,
    pub of: usize,
}

/// All records of a run.
pub struct Records<R> {
    lines: R,
    line: String,
    complete: bool,
}

impl<R: BufRead> Records<R> {
    pub fn new(lines: R) -> Self {
        Self {
            lines,
            line: String::new(),
            complete: false,
        }
    }

    /// The directories of all packages that can be imported, then the packages asked for.
    pub fn split(mut self) -> (HashMap<String, PathBuf>, Self) {
        let mut dirs = HashMap::new();
        while self.advance() {
            let fields: Vec<&str> = self.fields();
            if fields[0] != "D" {
                break;
            }
            dirs.insert(fields[1].to_owned(), fields[3].into());
        }
        (dirs, self)
    }

    pub fn is_complete(&self) -> bool {
        self.complete
    }

    fn advance(&mut self) -> bool {
        self.line.clear();
        self.lines.read_line(&mut self.line).unwrap() > 0
    }

    fn fields(&self) -> Vec<&str> {
        self.line.trim_end_matches('\n').split('\t').collect()
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = PackageRecord;

    /// The line read last is a package's first.
    fn next(&mut self) -> Option<PackageRecord> {
        if !self.line.starts_with('P') {
            self.complete |= self.line.starts_with('Z');
            return None;
        }
        let mut package = PackageRecord {
            dir: self.fields()[2].into(),
            ..PackageRecord::default()
        };
        while self.advance() {
            let fields = self.fields();
            let number = |index: usize| fields[index].parse::<usize>().unwrap();
            let spanned = || ((number(1), number(2)), fields[3].to_owned());
            match fields[0] {
                "T" => package.types.push(fields[1].to_owned()),
                "F" => package.files.push(FileRecord {
                    path: fields[1].into(),
                    ..FileRecord::default()
                }),
                kind => {
                    let Some(file) = package.files.last_mut() else {
                        break;
                    };
                    match kind {
                        "E" => file.expressions.push(Expression {
                            span: (number(1), number(2)),
                            kind: fields[3].to_owned(),
                            flags: fields[4].to_owned(),
                            of: number(5),
                        }),
                        "I" => file.identifiers.push(spanned()),
                        "S" => file.strings.push(spanned()),
                        "C" => file.calls.push(spanned()),
                        "B" => file.bodies.push(spanned()),
                        "L" => file.lists.push(spanned()),
                        "N" => file.statements.push(spanned()),
                        "X" => file.exits.push(spanned()),
                        "G" => file.steps.push(spanned()),
                        _ => break,
                    }
                }
            }
        }
        Some(package)
    }
}
