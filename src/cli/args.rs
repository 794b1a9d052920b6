//! The command line as typed.

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::report::Format;

/// Finds the classic pitfalls of Go backend code and rewrites them.
///
/// Without a command it looks at the Go files of each PATH and prints what it would change as a
/// patch; --write applies it.
#[derive(Debug, Parser)]
#[command(
    name = "gofix-pit",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "Exit status: 0 nothing left to do; 1 findings remain; 2 the job could not be done."
)]
pub(super) struct Args {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,

    #[command(flatten)]
    pub run: RunArgs,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What checks a fix beyond the tool's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Verify {
    /// Nothing
    #[default]
    None,
    /// `go build`
    Build,
    /// `go vet`
    Vet,
}

/// The main job.
#[derive(Debug, ClapArgs)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line; settings give them meaning"
)]
pub(super) struct RunArgs {
    /// Files, directories or dir/... ; "-" reads standard input (with --stdin-path)
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Print what --write would change, as a patch (the default)
    #[arg(long, conflicts_with = "write")]
    pub dry_run: bool,

    /// Apply the fixes
    #[arg(long)]
    pub write: bool,

    /// Only these codemods: ids, or TOML files of one's own
    #[arg(short, long, value_name = "ID|FILE")]
    pub codemod: Vec<String>,

    /// Not these codemods
    #[arg(long, value_name = "ID")]
    pub skip: Vec<String>,

    /// Only codemods of this category
    #[arg(long, value_name = "NAME")]
    pub category: Vec<String>,

    /// A folder with further codemods
    #[arg(long, value_name = "DIR")]
    pub codemods: Vec<PathBuf>,

    /// Also apply fixes that change something observable
    #[arg(long = "unsafe")]
    pub unsafe_fixes: bool,

    /// Set a codemod's parameter
    #[arg(long, value_name = "ID.KEY=VALUE")]
    pub param: Vec<String>,

    /// How to report
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,

    /// Also list matches that a guard turned down, each with the guard
    #[arg(long)]
    pub near_misses: bool,

    /// Also look at generated files, and those with `//go:build ignore`
    #[arg(long)]
    pub include_generated: bool,

    /// Also look into vendor and testdata
    #[arg(long)]
    pub include_vendor: bool,

    /// Whether to look at _test.go files
    #[arg(
        long, value_name = "BOOL", action = ArgAction::Set, default_value_t = true,
        num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    pub include_tests: bool,

    /// Check the changed packages with Go before anything is written
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub verify: Verify,

    /// Also write files with uncommitted changes
    #[arg(long)]
    pub allow_dirty: bool,

    /// The configuration (default: the nearest gofix-pit.toml upward)
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,

    /// Read no configuration
    #[arg(long)]
    pub no_config: bool,

    /// The path that standard input is taken for
    #[arg(long, value_name = "PATH")]
    pub stdin_path: Option<PathBuf>,

    /// Say only what went wrong
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,

    /// Say more
    #[arg(short, long)]
    pub verbose: bool,

    /// Threads (default: one per core)
    #[arg(short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// Say what the work cost
    #[arg(long)]
    pub stats: bool,

    /// Exit with 0 where findings remain
    #[arg(long)]
    pub exit_zero: bool,
}

/// Everything but the main job.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List every codemod
    List(ListArgs),
    /// Show a codemod's docs, parameters and examples
    Explain(ExplainArgs),
    /// Run the examples of codemods
    Test(TestArgs),
    /// Write a codemod to start from
    New(NewArgs),
    /// Print every match of a query with its captures
    Query(QueryArgs),
    /// Print the syntax tree of a file
    Tree(TreeArgs),
    /// Put back what the last --write changed
    Undo,
}

/// `list`
#[derive(Debug, ClapArgs)]
pub(super) struct ListArgs {
    /// How to list
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Plain,
    /// A folder with further codemods
    #[arg(long, value_name = "DIR")]
    pub codemods: Vec<PathBuf>,
}

/// Output for people or for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Plain {
    /// For people
    #[default]
    Text,
    /// For machines
    Json,
}

/// `explain`
#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// An id, or a codemod's file
    #[arg(value_name = "ID")]
    pub id: String,
    /// A folder with further codemods
    #[arg(long, value_name = "DIR")]
    pub codemods: Vec<PathBuf>,
}

/// `test`
#[derive(Debug, ClapArgs)]
pub(super) struct TestArgs {
    /// Codemods: files or folders (default: the built-in ones)
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `new`
#[derive(Debug, ClapArgs)]
pub(super) struct NewArgs {
    /// The id, in kebab-case
    #[arg(value_name = "ID")]
    pub id: String,
    /// Where the file goes
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}

/// `query`
#[derive(Debug, ClapArgs)]
pub(super) struct QueryArgs {
    /// A tree-sitter query, or a codemod's file
    #[arg(value_name = "QUERY|FILE.toml")]
    pub query: String,
    /// Files, directories or dir/...
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `tree`
#[derive(Debug, ClapArgs)]
pub(super) struct TreeArgs {
    /// A Go file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only what stands around this place (1-based)
    #[arg(long, value_name = "LINE[:COL]")]
    pub at: Option<String>,
    /// Add each expression's type and each name's declaration
    #[arg(long)]
    pub facts: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Plain,
}
