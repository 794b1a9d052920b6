//! From the arguments and the configuration to what is meant: which codemods run with which
//! settings, and on which files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;

use crate::codemod::{Catalog, Codemod, nearest};
use crate::disk::Walk;
use crate::engine::{Fixes, Options, PathFilter, Selected, Selection};

use super::args::RunArgs;
use super::catalog;
use super::config::Config;
use super::failure::Failed;

/// Threads that a core can be asked to serve.
const THREADS_PER_CORE: usize = 8;

/// Everything a run needs to know.
pub(super) struct Settings {
    /// The codemods.
    pub selection: Selection,
    /// Which files.
    pub walk: Walk,
    /// What the engine is asked.
    pub options: Options,
    /// Whether generated files count.
    pub generated: bool,
}

impl Settings {
    /// What arguments and configuration mean.
    pub fn new(args: &RunArgs, current: &Path) -> Result<Self, Failed> {
        let config = if args.no_config {
            Config::default()
        } else {
            Config::find(args.config.as_deref(), current)?
        };
        let folders: Vec<PathBuf> = args
            .codemods
            .iter()
            .cloned()
            .chain(
                config
                    .file
                    .codemods
                    .iter()
                    .map(|dir| config.folder.join(dir)),
            )
            .collect();
        let catalog = catalog::with_folders(&folders)?;
        check_ids(&config, &catalog)?;
        let codemods = chosen(args, &config, &catalog)?;
        let mut entries: Vec<Selected> = Vec::with_capacity(codemods.len());
        for codemod in codemods {
            entries.push(selected(codemod, &config, current)?);
        }
        for param in &args.param {
            set_param(&mut entries, &catalog, param)?;
        }
        let ids = catalog.codemods().iter().map(|it| it.id.to_string());
        let paths = if args.paths.is_empty() {
            vec![PathBuf::from(".")]
        } else {
            args.paths.clone()
        };
        let exclude = match config.file.exclude.as_slice() {
            [] => None,
            patterns => Some(patterns_of(&config, patterns)?),
        };
        Ok(Self {
            selection: Selection::new(entries).among(ids),
            walk: Walk {
                paths,
                vendor: args.include_vendor || config.file.include_vendor,
                tests: args.include_tests && config.file.include_tests.unwrap_or(true),
                exclude,
                current: current.to_path_buf(),
                threads: threads(args),
            },
            options: Options {
                fixes: if args.unsafe_fixes || config.file.unsafe_fixes {
                    Fixes::Unsafe
                } else {
                    Fixes::Safe
                },
                near_misses: args.near_misses,
            },
            generated: args.include_generated || config.file.include_generated,
        })
    }
}

/// How many threads are worth starting: as many as asked for, but more than a few per core gain
/// nothing and cost their stacks. 0 lets the machine decide.
pub(super) fn threads(args: &RunArgs) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    args.jobs
        .map_or(0, |jobs| usize::from(jobs).min(cores * THREADS_PER_CORE))
}

/// Every id in the configuration is one that a codemod has.
fn check_ids(config: &Config, catalog: &Catalog) -> Result<(), Failed> {
    let file = &config.file;
    let overrides = file.overrides.iter().flat_map(|it| &it.skip);
    let ids = file.select.iter().flatten().chain(&file.enable);
    let ids = ids.chain(&file.skip).chain(overrides);
    let ids = ids
        .chain(file.params.keys())
        .chain(file.applicability.keys());
    for id in ids {
        if catalog.get(id.get_ref()).is_none() {
            return Err(config.mistake(id, catalog::unknown(catalog, id.get_ref())));
        }
    }
    Ok(())
}

/// What was named on the command line; else what the configuration selects; else all that are on.
fn chosen(args: &RunArgs, config: &Config, catalog: &Catalog) -> Result<Vec<Arc<Codemod>>, Failed> {
    let mut codemods: Vec<Arc<Codemod>> = Vec::new();
    let names = |list: &[Spanned<String>], id: &str| list.iter().any(|it| it.get_ref() == id);
    let file = &config.file;
    for word in &args.codemod {
        codemods.push(if catalog::means_file(word) {
            catalog::of_file(Path::new(word), catalog)?
        } else {
            Arc::clone(catalog::by_id(catalog, word)?)
        });
    }
    if args.codemod.is_empty() {
        for category in &args.category {
            check_category(catalog, category)?;
        }
        let all = catalog.codemods().iter().filter(|codemod| {
            let on = match &file.select {
                Some(select) => names(select, &codemod.id),
                None => codemod.enabled || !args.category.is_empty(),
            };
            (on || names(&file.enable, &codemod.id)) && !names(&file.skip, &codemod.id)
        });
        codemods.extend(all.cloned());
    }
    if !args.category.is_empty() {
        codemods.retain(|codemod| args.category.iter().any(|it| **it == *codemod.category));
    }
    for id in &args.skip {
        catalog::by_id(catalog, id)?;
        codemods.retain(|codemod| *codemod.id != **id);
    }
    for codemod in &codemods {
        catalog::examples_hold(codemod)?;
    }
    let mut seen = BTreeSet::new();
    codemods.retain(|codemod| seen.insert(Arc::clone(&codemod.id)));
    Ok(codemods)
}

fn check_category(catalog: &Catalog, name: &str) -> Result<(), Failed> {
    let known: BTreeSet<&str> = catalog.codemods().iter().map(|it| &*it.category).collect();
    if known.contains(name) {
        return Ok(());
    }
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    Err(Failed::new(format!(
        "there is no category `{name}`; there are {known}"
    )))
}

fn selected(codemod: Arc<Codemod>, config: &Config, current: &Path) -> Result<Selected, Failed> {
    let file = &config.file;
    let mut params: BTreeMap<String, toml::Value> = codemod
        .params
        .iter()
        .map(|(name, param)| (name.clone(), param.default.clone()))
        .collect();
    let set = file
        .params
        .iter()
        .find(|(id, _)| *id.get_ref() == *codemod.id);
    for (key, value) in set.iter().flat_map(|(_, values)| values.iter()) {
        let Some(slot) = params.get_mut(key.get_ref()) else {
            return Err(config.mistake(key, unknown_param(&codemod, key.get_ref())));
        };
        if value.get_ref().type_str() != slot.type_str() {
            let (is, wants) = (value.get_ref().type_str(), slot.type_str());
            let (is, wants) = (with_article(is), with_article(wants));
            return Err(config.mistake(value, format!("{wants} is expected here, not {is}")));
        }
        if let Some(Err(why)) = codemod
            .params
            .get(key.get_ref())
            .map(|it| it.check(value.get_ref()))
        {
            return Err(config.mistake(value, why));
        }
        slot.clone_from(value.get_ref());
    }
    let mut skipped: Vec<Spanned<String>> = Vec::new();
    for over in &file.overrides {
        if over.skip.iter().any(|id| *id.get_ref() == *codemod.id) {
            skipped.extend(over.paths.iter().cloned());
        }
    }
    let skip = match skipped.as_slice() {
        [] => None,
        patterns => Some(PathFilter::new(
            patterns_of(config, patterns)?,
            current.to_path_buf(),
        )),
    };
    let cap = file
        .applicability
        .iter()
        .find(|(id, _)| *id.get_ref() == *codemod.id)
        .map(|(_, cap)| *cap.get_ref());
    Ok(Selected {
        codemod,
        params,
        cap,
        skip,
    })
}

fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}

fn patterns_of(config: &Config, patterns: &[Spanned<String>]) -> Result<Gitignore, Failed> {
    let mut builder = GitignoreBuilder::new(&config.folder);
    for pattern in patterns {
        builder
            .add_line(None, pattern.get_ref())
            .map_err(|error| config.mistake(pattern, error.to_string()))?;
    }
    builder
        .build()
        .map_err(|error| Failed::new(format!("{}: {error}", config.path)))
}

/// `ID.KEY=VALUE`
fn set_param(entries: &mut [Selected], catalog: &Catalog, text: &str) -> Result<(), Failed> {
    let wrong = |why: String| Failed::new(format!("--param {text}: {why}"));
    let parts = text
        .split_once('=')
        .and_then(|(name, value)| Some((name.split_once('.')?, value)));
    let Some(((id, key), value)) = parts else {
        return Err(wrong("it has the form ID.KEY=VALUE".to_owned()));
    };
    let Some(entry) = entries.iter_mut().find(|entry| *entry.codemod.id == *id) else {
        // A parameter of a codemod that does not run changes nothing.
        let codemod = catalog.get(id);
        let codemod = codemod.ok_or_else(|| wrong(catalog::unknown(catalog, id)))?;
        return if codemod.params.contains_key(key) {
            Ok(())
        } else {
            Err(wrong(unknown_param(codemod, key)))
        };
    };
    let Some(slot) = entry.params.get_mut(key) else {
        return Err(wrong(unknown_param(&entry.codemod, key)));
    };
    let value = typed(value, slot).map_err(wrong)?;
    if let Some(param) = entry.codemod.params.get(key) {
        param.check(&value).map_err(wrong)?;
    }
    *slot = value;
    Ok(())
}

fn unknown_param(codemod: &Codemod, key: &str) -> String {
    let known = codemod.params.keys().map(String::as_str);
    let near = nearest(key, known).map(|near| format!("; did you mean `{near}`?"));
    let id = &codemod.id;
    format!(
        "`{id}` has no parameter `{key}`{}",
        near.unwrap_or_default()
    )
}

/// A word of the command line as a value of the default's type; a list is parted by commas.
fn typed(word: &str, default: &toml::Value) -> Result<toml::Value, String> {
    let expected = |kind: &str| format!("`{word}` is not {kind}");
    match default {
        toml::Value::Integer(_) => word
            .parse()
            .map(toml::Value::Integer)
            .map_err(|_| expected("a whole number")),
        toml::Value::Float(_) => word
            .parse()
            .map(toml::Value::Float)
            .map_err(|_| expected("a number")),
        toml::Value::Boolean(_) => word
            .parse()
            .map(toml::Value::Boolean)
            .map_err(|_| expected("true or false")),
        toml::Value::Array(_) => Ok(toml::Value::Array(
            word.split(',')
                .map(|part| toml::Value::String(part.trim().to_owned()))
                .collect(),
        )),
        toml::Value::String(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => {
            Ok(toml::Value::String(word.to_owned()))
        }
    }
}
