//! Go functions whose loops defer the release of what they acquire, in all ways that come to mind:
//! nested blocks, labels, several resources that stand on each other, contexts, early returns.

use std::fmt::Write as _;

use super::random::Random;

/// A file of functions `f<first>`, …, one for each number in the range.
pub fn file(numbers: std::ops::Range<usize>, seed: u64) -> String {
    let mut functions = String::new();
    let mut table = String::new();
    for number in numbers {
        let mut random = Random::new(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let signature = random.pick(SIGNATURES);
        let mut writer = Writer::new(&mut random, signature);
        writer.orderly = number % 4 == 3;
        writer.function(number);
        let mut text = writer.text;
        if number % 4 == 3 {
            // What reading through an interface does with a resource cannot be told.
            text = text
                .replace(".read()", ".peek()")
                .replace("kept.peek()", "kept.read()");
        }
        let result = if signature.results.is_empty() {
            format!("f{number}(t)\n\t\treturn \"\"")
        } else {
            format!("return fmt.Sprint(f{number}(t))")
        };
        let _ = write!(
            table,
            "\tfunctions[\"f{number}\"] = func(t *tracer) string {{\n\t\t{result}\n\t}}\n"
        );
        functions.push('\n');
        functions.push_str(&text);
    }
    let mut imports = String::new();
    for package in ["context", "fmt"] {
        if functions.contains(&format!("{package}.")) || table.contains(&format!("{package}.")) {
            let _ = writeln!(imports, "\t\"{package}\"");
        }
    }
    format!("package main\n\nimport (\n{imports})\n\nfunc init() {{\n{table}}}\n{functions}")
}

/// What a function returns, how it gives up, and expressions for it: `@` stands for something to read.
#[derive(Clone, Copy)]
struct Signature {
    results: &'static str,
    failure: Option<&'static str>,
    plain: &'static [&'static str],
    reading: &'static [&'static str],
}

const SIGNATURES: &[Signature] = &[
    Signature {
        results: "",
        failure: None,
        plain: &["return"],
        reading: &["return"],
    },
    Signature {
        results: " string",
        failure: None,
        plain: &["return \"early\"", "return fmt.Sprint(t.pick(9))"],
        reading: &[
            "return @.read()",
            "return helper(@)",
            "return \"x\" + @.read()",
        ],
    },
    Signature {
        results: " (string, error)",
        failure: Some("return \"\", fmt.Errorf(\"failed\")"),
        plain: &["return \"\", nil", "return \"\", fmt.Errorf(\"failed\")"],
        reading: &[
            "return two(@)",
            "return @.try2()",
            "return @.read(), nil",
            "return @.read(), fmt.Errorf(\"at %s\", @.read())",
        ],
    },
    Signature {
        results: " (out string, failure error)",
        failure: Some("return out, fmt.Errorf(\"failed\")"),
        plain: &["return", "out = \"set\"\nreturn", "return out, failure"],
        reading: &[
            "out = @.read()\nreturn",
            "return out + @.read(), failure",
            "return two(@)",
        ],
    },
    Signature {
        results: " (int, any, error)",
        failure: Some("return 0, nil, fmt.Errorf(\"failed\")"),
        plain: &[
            "return 1, nil, nil",
            "return 0, \"s\", fmt.Errorf(\"failed\")",
        ],
        reading: &[
            "return len(@.read()), @.read(), nil",
            "return 7, nil, fmt.Errorf(\"at %s\", @.read())",
        ],
    },
    Signature {
        results: " bool",
        failure: None,
        plain: &["return true", "return t.flip()"],
        reading: &["return len(@.read()) > 4", "return @.read() == \"r1:7\""],
    },
];

struct Writer<'r> {
    random: &'r mut Random,
    signature: Signature,
    text: String,
    names: usize,
    /// Names of loops around, outermost first; a loop's label is written if something jumps to it.
    loops: Vec<String>,
    /// What can be read here.
    readers: Vec<String>,
    /// Contexts that are alive here.
    contexts: Vec<String>,
    /// Loops are left by errors alone, as where their bodies can become functions.
    orderly: bool,
}

impl<'r> Writer<'r> {
    fn new(random: &'r mut Random, signature: Signature) -> Self {
        Self {
            random,
            signature,
            text: String::new(),
            names: 0,
            loops: Vec::new(),
            readers: Vec::new(),
            contexts: Vec::new(),
            orderly: false,
        }
    }

    fn line(&mut self, indent: usize, line: &str) {
        for line in line.lines() {
            for _ in 0..indent {
                self.text.push('\t');
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn fresh(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn function(&mut self, number: usize) {
        self.line(
            0,
            &format!("func f{number}(t *tracer){} {{", self.signature.results),
        );
        let keeps = self.random.one_in(8);
        if keeps {
            self.line(1, "var kept reader");
        }
        let nested = self.random.one_in(4);
        self.a_loop(1, true, |writer, indent| {
            if nested {
                writer.statements(indent, 1, 1);
                writer.a_loop(indent, false, |writer, indent| {
                    writer.acquiring(indent, keeps);
                });
                writer.statements(indent, 1, 1);
            } else {
                writer.acquiring(indent, keeps);
            }
        });
        if keeps {
            self.line(1, "if kept != nil {\n\tt.use(kept.read())\n}");
        }
        if !self.signature.results.is_empty() {
            let last = self.random.pick(self.signature.plain);
            self.line(1, last);
        }
        self.line(0, "}");
    }

    /// A loop whose label is written only if its body jumps there.
    fn a_loop(&mut self, indent: usize, outermost: bool, body: impl FnOnce(&mut Self, usize)) {
        let label = self.fresh("loop");
        let before = std::mem::take(&mut self.text);
        self.loops.push(label.clone());
        if outermost {
            self.line(indent + 1, "t.head()");
        }
        body(self, indent + 1);
        self.loops.pop();
        let body = std::mem::replace(&mut self.text, before);
        if body.contains(&format!(" {label}\n")) {
            self.line(indent - 1, &format!("{label}:"));
        }
        let count = 2 + self.random.below(3);
        let counter = self.fresh("i");
        let head = match self.random.below(4) {
            0 => format!("for {counter} := 0; {counter} < {count}; {counter}++ {{"),
            1 => format!("for range []string{{\"a\", \"b\", \"c\"}} {{\n\tt.use({count})"),
            2 => format!("for {counter} := range {count} {{\n\tt.use({counter})"),
            _ => format!("for range {count} {{"),
        };
        self.line(indent, &head);
        self.text.push_str(&body);
        self.line(indent, "}");
    }

    /// A body that acquires something, perhaps in a block of its own.
    fn acquiring(&mut self, indent: usize, keeps: bool) {
        self.statements(indent, 1, 1);
        if self.random.one_in(4) {
            self.line(indent, "if t.flip() {");
            self.scoped(|writer| writer.resources(indent + 1, keeps));
            self.line(indent, "}");
            self.statements(indent, 1, 1);
        } else {
            self.resources(indent, keeps);
        }
    }

    fn scoped(&mut self, body: impl FnOnce(&mut Self)) {
        let (readers, contexts) = (self.readers.len(), self.contexts.len());
        body(self);
        self.readers.truncate(readers);
        self.contexts.truncate(contexts);
    }

    fn resources(&mut self, indent: usize, keeps: bool) {
        self.scoped(|writer| {
            for _ in 0..=writer.random.below(3) {
                writer.acquire(indent);
                let count = 1 + writer.random.below(3);
                writer.statements(indent, count, 2);
            }
            if keeps && let Some(reader) = writer.readers.last().cloned() {
                writer.line(indent, &format!("if t.rarely() {{\n\tkept = {reader}\n}}"));
            }
            if writer.random.one_in(5) {
                writer.exit(indent);
            }
        });
    }

    fn acquire(&mut self, indent: usize) {
        if self.random.one_in(5) {
            let (ctx, cancel) = (self.fresh("ctx"), self.fresh("cancel"));
            let parent = match self.contexts.last() {
                Some(parent) if self.random.one_in(2) => parent.clone(),
                _ => "context.Background()".to_owned(),
            };
            self.line(
                indent,
                &format!(
                    "{ctx}, {cancel} := context.WithCancel({parent})\ndefer {cancel}()\nt.use(alive({ctx}))"
                ),
            );
            self.contexts.push(ctx);
            return;
        }
        let name = self.fresh("r");
        let from = match (self.readers.last(), self.contexts.last()) {
            (Some(below), _) if !self.orderly && self.random.one_in(2) => {
                format!("unzip(t, {below})")
            }
            (_, Some(ctx)) if self.random.one_in(2) => format!("openWith({ctx}, t)"),
            _ => "open(t)".to_owned(),
        };
        let err = self.fresh("err");
        self.line(indent, &format!("{name}, {err} := {from}"));
        self.line(indent, &format!("if {err} != nil {{"));
        self.exit(indent + 1);
        self.line(indent, "}");
        let release = match self.random.below(8) {
            _ if self.orderly => format!("defer {name}.Close()"),
            0 => format!("defer func() {{\n\t{name}.Close()\n}}()"),
            1 => format!("defer func() {{ _ = {name}.Close() }}()"),
            _ => format!("defer {name}.Close()"),
        };
        self.line(indent, &release);
        self.readers.push(name);
    }

    fn reader(&mut self) -> Option<String> {
        let count = self.readers.len();
        (count > 0).then(|| self.readers[self.random.below(count)].clone())
    }

    fn statements(&mut self, indent: usize, count: usize, depth: usize) {
        for _ in 0..count {
            self.statement(indent, depth);
        }
    }

    fn statement(&mut self, indent: usize, depth: usize) {
        if depth == 0 || self.random.one_in(3) {
            self.simple(indent);
            return;
        }
        match self.random.below(7) {
            0 => {
                let condition = self.condition();
                self.line(indent, &format!("if {condition} {{"));
                self.block(indent + 1, depth - 1);
                self.line(indent, "}");
            }
            1 => {
                let condition = self.condition();
                self.line(indent, &format!("if {condition} {{"));
                self.block(indent + 1, depth - 1);
                self.line(indent, "} else {");
                self.block(indent + 1, depth - 1);
                self.line(indent, "}");
            }
            2 => {
                self.line(indent, "switch t.pick(3) {\ncase 0:");
                self.block(indent + 1, depth - 1);
                self.line(indent, "case 1:");
                self.scoped(|writer| writer.statements(indent + 1, 1, depth - 1));
                self.line(indent + 1, "if t.flip() {\n\tbreak\n}\nt.use(\"more\")");
                self.line(indent, "}");
            }
            3 => {
                let value = self.fresh("v");
                self.line(
                    indent,
                    &format!("select {{\ncase {value} := <-t.ch():\n\tt.use({value})"),
                );
                self.block(indent + 1, depth - 1);
                self.line(indent, "default:");
                self.scoped(|writer| writer.simple(indent + 1));
                self.line(indent, "}");
            }
            4 => self.a_loop(indent, false, |writer, indent| {
                writer.scoped(|writer| {
                    writer.statements(indent, 1, depth - 1);
                    if writer.random.one_in(2) {
                        writer.line(indent, "if t.rarely() {");
                        writer.exit(indent + 1);
                        writer.line(indent, "}");
                    }
                });
            }),
            5 => {
                self.line(indent, "if t.rarely() {");
                self.exit(indent + 1);
                self.line(indent, "}");
            }
            _ => {
                if let Some(reader) = self.reader().filter(|_| !self.orderly) {
                    let (text, err) = (self.fresh("s"), self.fresh("err"));
                    self.line(
                        indent,
                        &format!(
                            "{text}, {err} := two({reader})\nif {err} != nil || t.rarely() {{"
                        ),
                    );
                    self.exit(indent + 1);
                    self.line(indent, &format!("}}\nt.use({text})"));
                } else {
                    self.simple(indent);
                }
            }
        }
    }

    fn condition(&mut self) -> String {
        match self.reader() {
            Some(reader) if self.random.one_in(3) => format!("len({reader}.read()) > 4"),
            Some(reader) if self.random.one_in(3) => {
                let text = self.fresh("s");
                format!("{text} := {reader}.read(); {text} != \"\" && t.flip()")
            }
            _ => "t.flip()".to_owned(),
        }
    }

    fn block(&mut self, indent: usize, depth: usize) {
        self.scoped(|writer| {
            writer.statements(indent, 1, depth);
            if writer.random.one_in(4) {
                writer.line(indent, "if t.flip() {");
                writer.exit(indent + 1);
                writer.line(indent, "}");
            }
        });
    }

    fn simple(&mut self, indent: usize) {
        let context = self.contexts.last().cloned();
        let Some(reader) = self.reader() else {
            self.line(indent, "t.use(t.pick(5))");
            return;
        };
        if let Some(context) = context
            && self.random.one_in(5)
        {
            self.line(indent, &format!("t.use(alive({context}))"));
            return;
        }
        // Nothing is handed on where all has to be seen to end with the iteration.
        let kinds = if self.orderly { 5 } else { 12 };
        match self.random.below(kinds) {
            3 if self.orderly => self.line(
                indent,
                &format!("func() {{\n\tt.use({reader}.read())\n}}()"),
            ),
            0..=2 => self.line(indent, &format!("t.use({reader}.read())")),
            3 => self.line(indent, &format!("t.use(helper({reader}))")),
            4 => {
                let text = self.fresh("s");
                self.line(indent, &format!("{text} := {reader}.read()\nt.use({text})"));
            }
            5 | 6 => {
                let wrapper = self.fresh("w");
                self.line(
                    indent,
                    &format!("{wrapper} := wrap({reader})\nt.use({wrapper}.read())"),
                );
                self.readers.push(wrapper);
            }
            7 => {
                let wrapper = self.fresh("w");
                self.line(
                    indent,
                    &format!(
                        "{wrapper} := wrap({reader})\nfor {wrapper}.next() {{\n\tt.use({wrapper}.read())\n}}"
                    ),
                );
            }
            8 => {
                let pair = self.fresh("p");
                self.line(
                    indent,
                    &format!("{pair} := pair{{{reader}, 1}}\nt.use({pair}.n)"),
                );
                self.readers.push(format!("{pair}.r"));
            }
            9 => self.line(
                indent,
                &format!("func() {{\n\tt.use({reader}.read())\n}}()"),
            ),
            10 => {
                let alias = self.fresh("q");
                self.line(
                    indent,
                    &format!("var {alias} reader = {reader}\nt.use({alias}.read())"),
                );
                self.readers.push(alias);
            }
            _ => {
                let all = self.fresh("rs");
                self.line(
                    indent,
                    &format!("{all} := []reader{{{reader}}}\nt.use(len({all}))"),
                );
                self.readers.push(format!("{all}[0]"));
            }
        }
    }

    /// A way out of the iteration.
    fn exit(&mut self, indent: usize) {
        let around = self.loops.len();
        if self.orderly {
            let failure = self
                .random
                .one_in(2)
                .then_some(self.signature.failure)
                .flatten();
            self.line(indent, failure.unwrap_or("continue"));
            return;
        }
        match self.random.below(9) {
            0 | 1 => self.line(indent, "continue"),
            2 => {
                let label = self.loops[self.random.below(around)].clone();
                self.line(indent, &format!("continue {label}"));
            }
            3 => {
                let label = self.loops[self.random.below(around)].clone();
                self.line(indent, &format!("break {label}"));
            }
            4 => self.line(indent, "break"),
            5 => match self.reader() {
                Some(reader) => self.line(indent, &format!("panic({reader}.read())")),
                None => self.line(indent, "panic(\"at once\")"),
            },
            _ => {
                let expression = match self.reader() {
                    Some(reader) => {
                        let with = self.random.pick(self.signature.reading);
                        with.replace("@.try2()", "two(@)").replace('@', &reader)
                    }
                    None => self.random.pick(self.signature.plain).to_owned(),
                };
                self.line(indent, &expression);
            }
        }
    }
}
