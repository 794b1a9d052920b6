//! One package's facts against the oracle's.

use std::collections::HashMap;

use gofix_pit::facts::{At, Entity, FileId, Package, Type};
use gofix_pit::syntax::node::{self, Descend};
use gofix_pit::syntax::{Node, Source};

use crate::record::{Expression, FileRecord, PackageRecord};
use crate::tally::{Tally, Verdict};
use crate::world::{self, Disk};
use crate::written::{HOLE, agrees, written};

/// Compares all files of a package that the oracle saw; the others are there as siblings.
pub fn package(record: &PackageRecord, disk: &Disk) -> Tally {
    let package = Package::new(record.dir.clone(), world::read(&record.dir), disk);
    let mut tally = Tally::default();
    for of in &record.files {
        let file = package
            .files()
            .find(|id| package.input(*id).path == of.path);
        let Some((file, source)) = file.and_then(|file| Some((file, package.source(file)?))) else {
            tally.wrong(format!("{} cannot be read", of.path.display()));
            continue;
        };
        let mut comparison = Comparison {
            package: &package,
            file,
            source,
            nodes: nodes(source),
            tally: &mut tally,
        };
        comparison.compare(of, &record.types);
    }
    tally
}

pub(crate) type Span = (usize, usize);

pub(crate) struct Comparison<'p, 't> {
    pub(crate) package: &'p Package<'p>,
    pub(crate) file: FileId,
    pub(crate) source: &'p Source,
    nodes: HashMap<Span, Node<'p>>,
    tally: &'t mut Tally,
}

/// Expressions, names, types in places of expressions, and blocks, by span; the innermost of each.
fn nodes(source: &Source) -> HashMap<Span, Node<'_>> {
    let mut nodes = HashMap::new();
    node::walk(source.root(), &mut |node| {
        let kind = node.kind();
        let wanted = node.is_named()
            && (kind.ends_with("_expression")
                || kind.ends_with("_literal")
                || kind == "literal_value"
                || kind.ends_with("identifier")
                || kind.ends_with("_type")
                || matches!(
                    kind,
                    "true" | "false" | "nil" | "iota" | "block" | "label_name"
                ));
        if wanted {
            nodes.insert((node.start_byte(), node.end_byte()), node);
        }
        Descend::Into
    });
    nodes
}

impl<'p> Comparison<'p, '_> {
    fn at(&self, span: Span) -> Option<At<'p>> {
        self.nodes.get(&span).map(|node| At {
            file: self.file,
            node: *node,
        })
    }

    fn compare(&mut self, of: &FileRecord, types: &[String]) {
        for expression in &of.expressions {
            self.expression(expression, &types[expression.of]);
        }
        for (span, what) in &of.identifiers {
            self.identifier(*span, what);
        }
        for (span, value) in &of.strings {
            self.string(*span, value);
        }
        for (span, name) in &of.calls {
            self.call(*span, name);
        }
        self.flow(of);
    }

    fn place(&self, span: Span, ours: &str, theirs: &str) -> String {
        let text = self.source.text();
        let line = text[..span.0].matches('\n').count() + 1;
        let mut end = span.1.min(span.0 + 70);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let path = self.package.input(self.file).path.display();
        let excerpt = text[span.0..end].replace('\n', " ");
        format!("{path}:{line}: `{excerpt}`: we say {ours}, Go says {theirs}")
    }

    pub(crate) fn tell(
        &mut self,
        kind: &str,
        verdict: Verdict,
        span: Span,
        ours: &str,
        theirs: &str,
    ) {
        self.tally.count(kind, verdict);
        match verdict {
            Verdict::Known => {}
            Verdict::Unknown => {
                if std::env::var_os("GOFIX_PIT_ORACLE_SHOW").is_some() {
                    let what = self.place(span, ours, theirs);
                    self.tally.unknown(kind, what);
                }
            }
            Verdict::Wrong => {
                let what = format!("{kind}: {}", self.place(span, ours, theirs));
                self.tally.wrong(what);
            }
        }
    }

    fn expression(&mut self, of: &Expression, theirs: &str) {
        let ours = self
            .at(of.span)
            .map_or(Type::Unknown, |at| self.package.type_of(at));
        let verdict = judge(self.package, &ours, &of.flags, theirs);
        if of.flags.contains('t') {
            // The type of a type is nobody's question, but no other one may be claimed.
            if verdict == Verdict::Wrong {
                self.tell(
                    "types",
                    verdict,
                    of.span,
                    &written(self.package, &ours),
                    theirs,
                );
            }
            return;
        }
        let ours = match verdict {
            Verdict::Known => String::new(),
            _ => written(self.package, &ours),
        };
        self.tell(&of.kind, verdict, of.span, &ours, theirs);
        if of.flags.contains('o') {
            self.tally.count("operands of selectors", verdict);
        }
        if of.flags.contains('m') {
            self.tell("receivers of method calls", verdict, of.span, &ours, theirs);
        }
    }

    fn identifier(&mut self, span: Span, theirs: &str) {
        let entity = self
            .at(span)
            .map_or(Entity::Unknown, |at| self.package.entity(at));
        let ours = match entity {
            Entity::Unknown => String::new(),
            Entity::Blank => "_".to_owned(),
            Entity::Declared(declaration) => {
                let path = self.package.input(declaration.file).path.display();
                format!("d {path}:{}", declaration.name.start)
            }
            Entity::Package(path) => format!("p {path}"),
            Entity::Imported(path, name) => format!("o {path} {name}"),
            Entity::Universe(name) => format!("u {name}"),
        };
        let verdict = if ours.is_empty() {
            Verdict::Unknown
        } else if ours == theirs {
            Verdict::Known
        } else {
            Verdict::Wrong
        };
        // Fields, methods and members of packages are told by types, not by scopes.
        let elsewhere = theirs.starts_with(['f', 'o', '_']);
        if !elsewhere || verdict == Verdict::Wrong {
            self.tell("identifiers", verdict, span, &ours, theirs);
        }
    }

    fn string(&mut self, span: Span, theirs: &str) {
        let Some(theirs) = unquoted(theirs) else {
            return;
        };
        let constant = self.at(span).and_then(|at| self.package.constant(at));
        let verdict = match &constant {
            Some(constant) if constant.is_complete() && constant.value() == theirs => {
                Verdict::Known
            }
            Some(constant) if constant.is_complete() => Verdict::Wrong,
            _ => Verdict::Unknown,
        };
        let ours = constant
            .map(|constant| constant.value())
            .unwrap_or_default();
        self.tell("string constants", verdict, span, &ours, &theirs);
    }

    fn call(&mut self, span: Span, theirs: &str) {
        let callee = self.at(span).and_then(|at| self.package.callee(at));
        let verdict = match &callee {
            None => Verdict::Unknown,
            Some(callee) if *callee.name == *theirs => Verdict::Known,
            Some(_) => Verdict::Wrong,
        };
        let ours = callee
            .map(|callee| callee.name.to_string())
            .unwrap_or_default();
        self.tell("callees", verdict, span, &ours, theirs);
    }
}

/// Untyped constants are compared by class: Go's records have them after conversion.
fn judge(package: &Package<'_>, ours: &Type, flags: &str, theirs: &str) -> Verdict {
    let agreed = match ours {
        Type::Unknown => return Verdict::Unknown,
        Type::Nil => flags.contains('n'),
        Type::Untyped(kind) => {
            flags.contains('P')
                || match *kind {
                    "string" => flags.contains('S'),
                    "bool" => flags.contains('B'),
                    _ => flags.contains('N'),
                }
        }
        known => {
            let ours = written(package, known);
            if ours.contains(HOLE) {
                return if agrees(&ours, theirs) {
                    Verdict::Unknown
                } else {
                    Verdict::Wrong
                };
            }
            ours == theirs
        }
    };
    if agreed {
        Verdict::Known
    } else {
        Verdict::Wrong
    }
}

/// The value of a literal as Go's `%q` writes it; none if it is not UTF-8.
fn unquoted(literal: &str) -> Option<String> {
    gofix_pit::facts::unquote(literal)
}
