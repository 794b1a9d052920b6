//! Templates onto their place: indentation, line endings, captured text moved with them.

use std::collections::{BTreeMap, BTreeSet};

use crate::codemod::{CaptureText, RenderError, Template};
use crate::facts::{At, Constant, FileId, Package, Truth};
use crate::syntax::node::{self, Descend};
use crate::syntax::operators;
use crate::text::{EditSet, Span, indentation_at, reindent};

use super::answers::Facts;
use super::{Bindings, Declined, Draft, Inserted, place, take_inner};

/// Renders the templates of one fix.
pub(super) struct Renderer<'a, 'p> {
    /// The facts.
    pub package: &'p Package<'p>,
    params: &'a BTreeMap<String, toml::Value>,
    names: BTreeMap<(FileId, String), String>,
    imports: BTreeMap<FileId, BTreeSet<String>>,
    /// How often the fix writes the same, if that is more often than its codemod finds readable.
    pub repeats: Option<usize>,
}

/// Text for a place, with the captured nodes in it.
pub(super) struct Placed {
    pub text: String,
    pub inserts: Vec<Inserted>,
}

impl<'a, 'p> Renderer<'a, 'p> {
    pub fn new(package: &'p Package<'p>, params: &'a BTreeMap<String, toml::Value>) -> Self {
        Self {
            package,
            params,
            names: BTreeMap::new(),
            imports: BTreeMap::new(),
            repeats: None,
        }
    }

    /// The imports that the templates asked for.
    pub fn imports(&mut self) -> BTreeMap<FileId, BTreeSet<String>> {
        std::mem::take(&mut self.imports)
    }

    /// The template's text, without regard to where it goes.
    pub fn plain(
        &mut self,
        template: &Template,
        bindings: &Bindings<'p>,
        at: At<'p>,
    ) -> Result<crate::codemod::Rendered, Declined> {
        let texts = self.texts(bindings);
        self.render(template, bindings, at, &texts)
    }

    /// A name that is free at a place.
    pub fn fresh(&mut self, wish: &str, at: At<'p>) -> String {
        let bindings = Bindings::default();
        let mut facts = Facts {
            package: self.package,
            bindings: &bindings,
            at,
            names: &mut self.names,
            imports: &mut self.imports,
        };
        facts.fresh(wish, false)
    }

    /// A template that gives a number.
    pub fn number(
        &mut self,
        template: &Template,
        bindings: &Bindings<'p>,
        at: At<'p>,
    ) -> Result<usize, Declined> {
        let text = self.plain(template, bindings, at)?.text;
        text.trim()
            .parse()
            .map_err(|_| Declined::new(format!("`{text}` is not a number")))
    }

    fn texts(&self, bindings: &Bindings<'p>) -> BTreeMap<String, CaptureText> {
        let only = bindings
            .captures
            .iter()
            .filter_map(|(name, nodes)| match nodes.as_slice() {
                [at] => Some((
                    name.to_string(),
                    CaptureText {
                        text: captured_text(self.package, *at).to_owned(),
                    },
                )),
                _ => None,
            });
        only.collect()
    }

    fn render(
        &mut self,
        template: &Template,
        bindings: &Bindings<'p>,
        at: At<'p>,
        texts: &BTreeMap<String, CaptureText>,
    ) -> Result<crate::codemod::Rendered, Declined> {
        let mut facts = Facts {
            package: self.package,
            bindings,
            at,
            names: &mut self.names,
            imports: &mut self.imports,
        };
        template
            .render(texts, self.params, &mut facts)
            .map_err(|error| match error {
                RenderError::Declined(reason) | RenderError::Failed(reason) => {
                    Declined::new(reason)
                }
            })
    }

    /// The template's text for a place whose lines are indented by `indent`. Edits of `drafts`
    /// inside of captured nodes within `region` move along with the captured text.
    pub fn placed(
        &mut self,
        template: &Template,
        bindings: &Bindings<'p>,
        at: At<'p>,
        indent: &str,
        region: Option<Span>,
        drafts: &mut Vec<Draft>,
    ) -> Result<Placed, Declined> {
        let texts = self.texts(bindings);
        let rendered = self.render(template, bindings, at, &texts)?;
        if rendered.text.contains(Constant::HOLE) {
            return Err(Declined::new(
                "a part of a value that it spells is only known at run time",
            ));
        }
        let newline = place::newline(self.package, at);
        let body = rendered.text.trim_end_matches('\n');
        let mut out = String::new();
        let mut inserts = Vec::new();
        let mut done = 0;
        for insert in &rendered.inserts {
            if insert.span.end > body.len() {
                break;
            }
            push_lines(&mut out, &body[done..insert.span.start], indent, newline);
            if out.ends_with('\n') {
                out.push_str(indent);
            }
            done = insert.span.end;
            let Some(captured) = bindings.one(&insert.capture) else {
                continue;
            };
            let span = place::captured(self.package, captured);
            let inner = match region {
                Some(region) if region.contains(span) => take_inner(drafts, captured.file, span)?,
                _ => Vec::new(),
            };
            let text = self.moved(captured, &out, indent, &super::collect(&inner)?);
            let start = out.len();
            out.push_str(&text);
            inserts.push(Inserted {
                span: Span::new(start, out.len()),
                kind: captured.node.kind().to_owned(),
                depth: operators::depth(captured.node),
            });
        }
        push_lines(&mut out, &body[done..], indent, newline);
        Ok(Placed { text: out, inserts })
    }

    /// A captured node's text, its inner edits applied, indented for the line it will stand on.
    fn moved(&self, captured: At<'p>, before: &str, indent: &str, inner: &EditSet) -> String {
        let file = &self.package.input(captured.file).text;
        let span = place::captured(self.package, captured);
        let start = span.start;
        let text = inner.apply(span.slice(file));
        let text = text.trim_end_matches(['\n', '\r']).to_owned();
        if !text.contains('\n') {
            return text;
        }
        let from = indentation_at(file, start);
        // The first line of what is rendered begins where its place does.
        let to = if before.contains('\n') {
            indentation_at(before, before.len())
        } else {
            indent
        };
        if from == to {
            return text;
        }
        let mut raw: Vec<Span> = Vec::new();
        node::walk(captured.node, &mut |node| {
            if node.kind() == "raw_string_literal" {
                let span = node::span(node);
                raw.push(Span::new(
                    inner.map(span.start - start),
                    inner.map(span.end - start),
                ));
            }
            Descend::Into
        });
        reindent(&text, from, to, |line| {
            raw.iter().any(|s| s.start < line && line <= s.end)
        })
    }
}

/// A captured node's text; that of a statement list without the line break it ends with.
fn captured_text<'p>(package: &'p Package<'_>, at: At<'_>) -> &'p str {
    let span = place::captured(package, at);
    span.slice(&package.input(at.file).text)
        .trim_end_matches(['\n', '\r'])
}

/// Appends template text, each new line with its indentation.
fn push_lines(out: &mut String, text: &str, indent: &str, newline: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str(newline);
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        out.push_str(line);
    }
}

/// A message or hint; what cannot be rendered is shown as written.
pub(in crate::engine) fn message<'p>(
    package: &'p Package<'p>,
    template: &Template,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
) -> String {
    let rendered = bindings.one("match").and_then(|at| {
        Renderer::new(package, params)
            .plain(template, bindings, at)
            .ok()
    });
    let text = rendered.map_or_else(|| template.source.clone(), |rendered| rendered.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The truth of a template expression; unknown where it cannot be evaluated.
pub(in crate::engine) fn evaluate<'p>(
    package: &'p Package<'p>,
    params: &BTreeMap<String, toml::Value>,
    bindings: &Bindings<'p>,
    expression: &str,
) -> Truth {
    let Some(at) = bindings
        .one("match")
        .or_else(|| bindings.captures.values().flatten().next().copied())
    else {
        return Truth::Unknown;
    };
    let mut renderer = Renderer::new(package, params);
    let texts = renderer.texts(bindings);
    let mut facts = Facts {
        package,
        bindings,
        at,
        names: &mut renderer.names,
        imports: &mut renderer.imports,
    };
    match crate::codemod::evaluate(expression, &texts, params, &mut facts) {
        Ok(Some(holds)) => holds.into(),
        Ok(None) | Err(_) => Truth::Unknown,
    }
}
