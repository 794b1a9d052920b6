//! The `at_exits` verb: statements ahead of every way out of a block, and behind the last use.

use crate::codemod::Template;
use crate::facts::{At, Entity, Exit, Knowledge};
use crate::syntax::node::Descend;
use crate::syntax::{Node, node};
use crate::text::Edit;

use super::render::Renderer;
use super::statement::{self, Side};
use super::{Bindings, Declined, Draft, place};

/// What the verb was told.
pub(super) struct AtExits<'a, 'p> {
    /// The block that control leaves.
    pub block: At<'p>,
    /// The statement from which on it counts.
    pub from: At<'p>,
    /// What is used.
    pub of: Vec<At<'p>>,
    /// Whether the last use is soon enough.
    pub early: bool,
    /// Whole statements.
    pub insert: &'a Template,
    /// With more insertions than this the fix is said to repeat itself.
    pub max: Option<usize>,
}

/// Adds the edits.
pub(super) fn draft<'p>(
    renderer: &mut Renderer<'_, 'p>,
    verb: &AtExits<'_, 'p>,
    bindings: &Bindings<'p>,
    knowledge: &Knowledge,
    drafts: &mut Vec<Draft>,
) -> Result<(), Declined> {
    let package = renderer.package;
    let release = package
        .releases(verb.block, verb.from, &verb.of, verb.early, knowledge)
        .map_err(|obstacle| {
            let line = package.source(verb.block.file).map_or(0, |source| {
                source.lines().position(obstacle.span.start).line
            });
            Declined::new(format!("{} (line {line})", obstacle.reason))
        })?;
    let count = release.exits.len() + usize::from(release.after.is_some());
    if verb.max.is_some_and(|max| count > max) {
        renderer.repeats = renderer.repeats.max(Some(count));
    }
    for exit in &release.exits {
        let first = drafts.len();
        statement::insert(
            renderer,
            verb.insert,
            bindings,
            exit.statement,
            Side::Before,
            drafts,
        )?;
        if !exit.bind.is_empty() {
            let bound = bind(renderer, exit)?;
            prepend_lines(renderer, exit, &bound.lines, &mut drafts[first..])?;
            drafts.extend(bound.replacements);
        }
    }
    if let Some(after) = release.after {
        let first = drafts.len();
        let side = if after.node.id() == verb.from.node.id() {
            Side::Before
        } else {
            Side::After
        };
        statement::insert(renderer, verb.insert, bindings, after, side, drafts)?;
        take_comment(renderer, verb.from, first, drafts)?;
    }
    Ok(())
}

/// Values computed ahead of the release.
struct Bound {
    /// Statements, without indentation.
    lines: Vec<String>,
    /// The operands' new text.
    replacements: Vec<Draft>,
}

fn bind<'p>(renderer: &mut Renderer<'_, 'p>, exit: &Exit<'p>) -> Result<Bound, Declined> {
    let package = renderer.package;
    let types = result_types(exit.statement.node);
    let operands = operands(exit.statement.node);
    let returns = exit.statement.node.kind() == "return_statement";
    let mut bound = Bound {
        lines: Vec::new(),
        replacements: Vec::new(),
    };
    if let (true, [only]) = (returns, operands.as_slice())
        && types.len() > 1
    {
        let names: Vec<String> = (0..types.len())
            .map(|index| renderer.fresh(&format!("ret{index}"), exit.statement))
            .collect();
        let names = names.join(", ");
        bound.lines.push(format!(
            "{names} := {}",
            package.text(exit.statement.with(*only))
        ));
        bound
            .replacements
            .push(replacement(exit.statement.with(*only), names));
        return Ok(bound);
    }
    for operand in &exit.bind {
        let name = renderer.fresh(&format!("ret{}", bound.lines.len()), exit.statement);
        let index = operands
            .iter()
            .position(|other| other.id() == operand.node.id());
        let text = package.text(*operand);
        let call = node::unparenthesized(operand.node).kind() == "call_expression";
        let line = match index.and_then(|index| types.get(index)) {
            _ if call || !returns => format!("{name} := {text}"),
            Some(of) => {
                let of = exit.statement.with(*of);
                means_the_same(renderer, of, exit.statement)?;
                format!("var {name} {} = {text}", package.text(of))
            }
            None => {
                return Err(Declined::new("the type of a result is not known"));
            }
        };
        if line.contains('\n') {
            return Err(Declined::new("a result that uses it spans several lines"));
        }
        bound.lines.push(line);
        bound.replacements.push(replacement(*operand, name));
    }
    Ok(bound)
}

/// Whether the names of a type mean at a statement what they mean where they stand.
fn means_the_same(
    renderer: &Renderer<'_, '_>,
    of: At<'_>,
    statement: At<'_>,
) -> Result<(), Declined> {
    let package = renderer.package;
    let mut other = None;
    node::walk(of.node, &mut |node| {
        let at = of.with(node);
        let is_name = matches!(
            node.kind(),
            "identifier" | "type_identifier" | "package_identifier"
        );
        let known = package.entity(at);
        // The name that a package's own has behind its dot.
        if is_name && known != Entity::Unknown {
            let name = package.text(at);
            if package.meaning(name, statement) != known {
                other = Some(name);
            }
        }
        Descend::Into
    });
    match other {
        Some(name) => Err(Declined::new(format!(
            "the name `{name}` means something else here"
        ))),
        None => Ok(()),
    }
}

fn replacement(operand: At<'_>, text: String) -> Draft {
    let span = node::span(operand.node);
    Draft {
        file: operand.file,
        edit: Edit::replace(span, text),
        inserts: Vec::new(),
        is_expression: false,
    }
}

/// Puts lines in front of what was inserted ahead of an exit.
fn prepend_lines(
    renderer: &Renderer<'_, '_>,
    exit: &Exit<'_>,
    lines: &[String],
    inserted: &mut [Draft],
) -> Result<(), Declined> {
    let statement = place::statement(renderer.package, exit.statement)?;
    let newline = place::newline(renderer.package, exit.statement);
    let Some(draft) = inserted.first_mut() else {
        return Ok(());
    };
    let mut head = String::new();
    for line in lines {
        head.extend([statement.indent.as_str(), line.as_str(), newline]);
    }
    for insert in &mut draft.inserts {
        insert.span =
            crate::text::Span::new(insert.span.start + head.len(), insert.span.end + head.len());
    }
    draft.edit.text.insert_str(0, &head);
    Ok(())
}

/// A comment behind a deleted statement goes with what takes its place.
fn take_comment(
    renderer: &Renderer<'_, '_>,
    from: At<'_>,
    inserted: usize,
    drafts: &mut [Draft],
) -> Result<(), Declined> {
    let statement = place::statement(renderer.package, from)?;
    let Some(comment) = statement.comment else {
        return Ok(());
    };
    let deletes = |draft: &Draft| {
        draft.file == from.file
            && draft.edit.text.is_empty()
            && draft.edit.span.start == from.node.start_byte()
    };
    let Some(delete) = drafts.iter().position(deletes) else {
        return Ok(());
    };
    let text = renderer
        .package
        .input(from.file)
        .text
        .get(comment.range())
        .unwrap_or("")
        .to_owned();
    let whole =
        statement::with_spare_blanks(&renderer.package.input(from.file).text, statement.lines);
    // What takes its place needs the blank lines that parted it from others.
    let replaced = drafts.get(inserted).is_some_and(|draft| {
        whole.start <= draft.edit.span.start && draft.edit.span.start <= whole.end
    });
    drafts[delete].edit.span = if replaced { statement.lines } else { whole };
    if let Some(draft) = drafts.get_mut(inserted) {
        let end = draft.edit.text.trim_end_matches(['\r', '\n']).len();
        draft.edit.text.insert_str(end, &format!(" {text}"));
    }
    Ok(())
}

/// The operands of a `return`, or the arguments of the call that a statement is.
fn operands(statement: Node<'_>) -> Vec<Node<'_>> {
    match statement.kind() {
        "return_statement" => node::children(statement)
            .into_iter()
            .flat_map(|child| match child.kind() {
                "expression_list" => node::children(child),
                _ => vec![child],
            })
            .collect(),
        _ => node::children(statement)
            .first()
            .and_then(|call| call.child_by_field_name("arguments"))
            .map(node::children)
            .unwrap_or_default(),
    }
}

/// The type nodes of the results of the function around a statement, one per result.
fn result_types(statement: Node<'_>) -> Vec<Node<'_>> {
    let result = node::enclosing_function(statement).and_then(|f| f.child_by_field_name("result"));
    let Some(result) = result else {
        return Vec::new();
    };
    if result.kind() != "parameter_list" {
        return vec![result];
    }
    let mut types = Vec::new();
    for parameter in node::children(result) {
        let mut cursor = parameter.walk();
        let count = parameter
            .children_by_field_name("name", &mut cursor)
            .count()
            .max(1);
        if let Some(of) = parameter.child_by_field_name("type") {
            types.extend(std::iter::repeat_n(of, count));
        }
    }
    types
}
