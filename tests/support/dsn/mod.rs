//! Go programs full of connection strings, odd ones too, each written in one of the ways in which Go
//! code writes them. They compare what the drivers make of each with its original.

pub mod mysql;
pub mod postgres;
pub mod redis;
mod way;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use way::Way;

/// A connection string in three parts, of which some ways of writing leave the middle to run time.
pub struct Parts {
    pub before: String,
    pub middle: String,
    pub after: String,
}

impl Parts {
    pub fn text(&self) -> String {
        format!("{}{}{}", self.before, self.middle, self.after)
    }
}

/// The files of a program under way.
#[derive(Default)]
pub struct Program {
    /// Rows of the table that `main` goes through.
    table: String,
    /// Declarations that rows refer to, beside the table.
    beside: String,
    /// Declarations in another file.
    elsewhere: String,
}

impl Program {
    /// All files by name; the table stands in a file with these imports.
    fn files(self, main: &str, imports: &[&str]) -> BTreeMap<String, String> {
        let mut table = String::from("package main\n\nimport (\n\t\"fmt\"\n");
        for path in imports {
            let _ = writeln!(table, "\t{path}");
        }
        let _ = writeln!(
            table,
            ")\n\nvar _ = fmt.Sprint\n\n{}\nvar table = []row{{\n{}}}",
            self.beside, self.table
        );
        BTreeMap::from([
            ("main.go".to_owned(), main.to_owned()),
            ("table.go".to_owned(), table),
            (
                "declared.go".to_owned(),
                format!("package main\n\n{}", self.elsewhere),
            ),
        ])
    }
}

/// Text as `decoded` takes it.
pub fn hexadecimal(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}
