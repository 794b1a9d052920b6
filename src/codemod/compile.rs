//! From a manifest as typed to a codemod that can be run: the one place that makes a [`Codemod`].

use std::collections::BTreeMap;

use toml::Spanned;

use crate::facts::Knowledge;
use crate::text::Span;

use super::edit;
use super::lint::{self, Around};
use super::literals;
use super::manifest::{self, Manifest};
use super::model::{Applicability, Codemod, Condition, Import, Lower, Origin, Param, Rule};
use super::named;
use super::place;
use super::predicate;
use super::problem::Problem;
use super::query::{self, Analysed, Checked, Purpose};
use super::template::Template;

/// Compiles the TOML text of a codemod. `stem` is the file's name without `.toml`, `category` the
/// folder it stands in.
///
/// # Errors
/// Every mistake that could be found, in order of place.
pub fn compile(
    source: &str,
    origin: Origin,
    stem: &str,
    category: &str,
) -> Result<Codemod, Vec<Problem>> {
    let manifest: Manifest =
        toml::from_str(source).map_err(|error| vec![Problem::of_toml(&error)])?;
    let mut compiler = Compiler {
        source,
        problems: Vec::new(),
        queries: Vec::new(),
        analysed: Analysed::new(matches!(origin, Origin::BuiltIn(_))),
    };
    let codemod = compiler.codemod(manifest, origin, stem, category);
    let mut problems = compiler.problems;
    problems.sort_by_key(|problem| problem.span);
    // A query that several rules share is compiled for each.
    problems.dedup();
    match codemod {
        Some(codemod) if problems.is_empty() => Ok(codemod),
        _ => Err(problems),
    }
}

/// Collects problems while it goes.
pub(super) struct Compiler<'s> {
    source: &'s str,
    /// Found so far.
    pub problems: Vec<Problem>,
    /// The queries of the rule under way.
    pub queries: Vec<Spanned<String>>,
    /// Queries of this codemod, by their text.
    analysed: Analysed,
}

impl Compiler<'_> {
    /// The place of a value's text, without its quotes.
    pub fn inner(&self, spanned: &Spanned<String>) -> Span {
        let span = Span::from(spanned.span());
        let text = span.slice(self.source);
        let quotes = if text.starts_with("'''") || text.starts_with("\"\"\"") {
            3
        } else {
            1
        };
        let newline = match text.get(quotes..) {
            Some(rest) if quotes == 3 && rest.starts_with("\r\n") => 2,
            Some(rest) if quotes == 3 && rest.starts_with('\n') => 1,
            _ => 0,
        };
        Span::new(
            span.start + quotes + newline,
            span.end.saturating_sub(quotes),
        )
    }

    /// Notes a problem whose place is relative to a value's text.
    pub fn within(&mut self, value: &Spanned<String>, mut problem: Problem) {
        let span = Span::from(value.span());
        let place = |offset| place::in_toml(self.source, span, offset);
        problem.span = Span::new(place(problem.span.start), place(problem.span.end));
        self.problems.push(problem);
    }

    /// Notes a problem at a whole value.
    pub fn at<T>(&mut self, value: &Spanned<T>, message: impl Into<String>) {
        self.problems
            .push(Problem::new(message, Span::from(value.span())));
    }

    fn codemod(
        &mut self,
        manifest: Manifest,
        origin: Origin,
        stem: &str,
        category: &str,
    ) -> Option<Codemod> {
        let id = manifest.id.get_ref();
        if !is_kebab(id) {
            self.at(
                &manifest.id,
                "an id is kebab-case: lower-case words joined by `-`",
            );
        } else if id != stem {
            self.at(
                &manifest.id,
                format!("the id is not the file's name, `{stem}`"),
            );
        }
        if manifest.title.get_ref().trim().is_empty() {
            self.at(&manifest.title, "the title is empty");
        }
        if manifest.rule.is_empty() {
            self.at(&manifest.id, "the codemod has no [[rule]]");
        }
        let params: BTreeMap<String, Param> = manifest
            .params
            .into_iter()
            .map(|(name, param)| (name, self.param(param)))
            .collect();
        let best = *manifest.applicability.get_ref();
        let rules: Vec<Option<Rule>> = manifest
            .rule
            .iter()
            .map(|rule| self.rule(rule, &manifest.queries, best, &params))
            .collect();
        for query in named::unasked(&manifest.rule, &manifest.queries) {
            self.at(query, "no rule asks for this query");
        }
        let examples: Vec<Option<_>> = manifest
            .example
            .iter()
            .map(|example| self.example(example, &params))
            .collect();
        // A one-off codemod may do without examples; one that has some has both kinds.
        if !examples.is_empty() || matches!(origin, Origin::BuiltIn(_)) {
            self.enough_examples(&manifest.id, best, examples.iter().flatten());
        }
        let go = manifest.go.as_ref().and_then(|go| self.version(go));
        Some(Codemod {
            id: id.as_str().into(),
            title: manifest.title.get_ref().clone(),
            category: category.into(),
            applicability: best,
            go,
            enabled: manifest.enabled,
            after: manifest.after,
            docs: manifest.docs.trim().to_owned(),
            references: manifest.references,
            params,
            knowledge: Knowledge {
                plain_results: manifest.knowledge.plain_results,
                wrappers: manifest.knowledge.wrappers,
                post_close: manifest.knowledge.post_close,
                harmless: manifest.knowledge.harmless,
                keepers: manifest.knowledge.keepers,
            },
            rules: rules.into_iter().collect::<Option<_>>()?,
            examples: examples.into_iter().collect::<Option<_>>()?,
            origin,
            source: self.source.into(),
        })
    }

    fn param(&mut self, param: manifest::Param) -> Param {
        let checked = Param {
            default: param.default.get_ref().clone(),
            doc: param.doc,
            matches: param.matches.as_ref().map(|it| it.get_ref().clone()),
        };
        if let Some(pattern) = &param.matches {
            if let Err(error) = regex::Regex::new(pattern.get_ref()) {
                self.at(pattern, error.to_string());
            } else if checked.check(&checked.default).is_err() {
                self.at(&param.default, "the default does not match");
            }
        }
        checked
    }

    fn rule(
        &mut self,
        spanned: &Spanned<manifest::Rule>,
        shared: &BTreeMap<String, Spanned<String>>,
        best: Applicability,
        params: &BTreeMap<String, Param>,
    ) -> Option<Rule> {
        let rule = spanned.get_ref();
        self.queries.clear();
        let checked = self.query(&rule.query, Purpose::Rule)?;
        let mut named = BTreeMap::new();
        for query in named::of_rule(rule, shared) {
            let purpose = Purpose::Named(&checked, &query.around);
            named.insert(query.name.to_owned(), self.query(query.text, purpose)?);
        }
        let around = Around::new(&checked, &named, params);
        lint::queries(self, &around);
        lint::rule(self, rule, best);
        if let Some(level) = &rule.applicability
            && *level.get_ref() > best
        {
            self.at(level, "a rule cannot be better than its codemod");
        }
        let when = rule.when.as_ref();
        let when = when.and_then(|when| self.condition(when, &around));
        let lower = rule.lower.iter();
        let lower = lower
            .filter_map(|lower| self.lower(lower, &around))
            .collect();
        let message = self.template(&rule.message, &[&checked], params)?;
        let hint = match &rule.hint {
            Some(hint) => Some(self.template(hint, &[&checked], params)?),
            None => None,
        };
        let edits = edit::compile(self, rule, &checked, &named, params)?;
        let queries = named
            .into_iter()
            .map(|(name, checked)| (name, checked.query))
            .collect();
        let mut query = checked.query;
        literals::add_contained(&mut query, &queries);
        Some(Rule {
            message,
            when,
            lower,
            edits,
            query,
            queries,
            applicability: rule
                .applicability
                .as_ref()
                .map_or(best, |level| *level.get_ref()),
            add_imports: rule
                .imports
                .add
                .iter()
                .map(|path| Import {
                    path: path.get_ref().clone(),
                })
                .collect(),
            drop_imports: rule
                .imports
                .drop
                .iter()
                .map(|path| path.get_ref().clone())
                .collect(),
            hint,
        })
    }

    fn query(&mut self, text: &Spanned<String>, purpose: Purpose<'_>) -> Option<Checked> {
        match query::compile(text.get_ref(), purpose, &mut self.analysed) {
            Ok(checked) => {
                self.queries.push(text.clone());
                Some(checked)
            }
            Err(problems) => {
                for problem in problems {
                    self.within(text, problem);
                }
                None
            }
        }
    }

    /// A condition, or a problem.
    pub fn condition(&mut self, text: &Spanned<String>, around: &Around<'_>) -> Option<Condition> {
        match predicate::condition(text.get_ref()) {
            Ok(condition) => {
                lint::condition(self, text, around);
                Some(condition)
            }
            Err(problem) => {
                self.within(text, problem);
                None
            }
        }
    }

    fn lower(&mut self, spanned: &Spanned<manifest::Lower>, around: &Around<'_>) -> Option<Lower> {
        let lower = spanned.get_ref();
        let (text, unless) = match (&lower.unless, &lower.when) {
            (Some(text), None) => (text, true),
            (None, Some(text)) => (text, false),
            _ => {
                self.at(spanned, "a guard has either `unless` or `when`");
                return None;
            }
        };
        Some(Lower {
            condition: self.condition(text, around)?,
            unless,
            to: *lower.to.get_ref(),
            because: lower.because.get_ref().clone(),
        })
    }

    /// A template whose captures are bound by these queries.
    pub fn template(
        &mut self,
        text: &Spanned<String>,
        scopes: &[&Checked],
        params: &BTreeMap<String, Param>,
    ) -> Option<Template> {
        let template = match Template::compile(text.get_ref(), self.inner(text)) {
            Ok(template) => template,
            Err((message, place)) => {
                let span = place.unwrap_or(Span::new(0, text.get_ref().len()));
                self.within(text, Problem::new(message, span));
                return None;
            }
        };
        let around = Around {
            scopes: scopes.to_vec(),
            queries: &BTreeMap::new(),
            params,
        };
        for name in &template.captures {
            let span = lint::place_of(text.get_ref(), name);
            let conditional = asks_for(text.get_ref(), name);
            if name.starts_with('_') && around.knows(name) {
                self.within(
                    text,
                    Problem::new(format!("@{name} is for predicates only"), span),
                );
            } else if !around.knows(name) {
                let problem = lint::unknown(text.get_ref(), name, &around);
                self.within(text, problem);
            } else if !conditional && !scopes.iter().any(|scope| scope.always(name)) {
                let problem = Problem::new(format!("@{name} is not in every match"), span)
                    .with_remedy(format!("guard it: @% if {name} %@ … @% endif %@"));
                self.within(text, problem);
            }
        }
        for problem in lint::of_template(text.get_ref(), &around) {
            self.within(text, problem);
        }
        Some(template)
    }

    pub(super) fn version(&mut self, text: &Spanned<String>) -> Option<(u32, u32)> {
        let parsed = text
            .get_ref()
            .split_once('.')
            .and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
        if parsed.is_none() {
            self.at(text, "a Go version is written like \"1.21\"");
        }
        parsed
    }
}

fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether some `if` of a template mentions a capture.
fn asks_for(template: &str, name: &str) -> bool {
    let tags = template.split("@%").skip(1);
    let conditions = tags.filter_map(|tag| {
        let (tag, _) = tag.split_once("%@")?;
        let tag = tag.trim_start_matches('-').trim_start();
        tag.strip_prefix("if ")
            .or_else(|| tag.strip_prefix("elif "))
    });
    let joins = |c: char| !c.is_alphanumeric() && c != '_';
    let mut words = conditions.flat_map(|condition| condition.split(joins));
    words.any(|word| word == name)
}
